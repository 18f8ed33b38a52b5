// Loaded by every Node that `tradepost run` starts (NODE_OPTIONS=--require): Node's https knows no proxy variable.
// A TLS connection to one of Amazon's names goes to the TLS port of `tradepost run`; the name stays in the handshake.
'use strict';

const tls = require('node:tls');

const hosts = new Set((process.env.TRADEPOST_INTERCEPTED_HOSTS || '').split(',').filter(Boolean));
const port = Number(process.env.TRADEPOST_TLS_PORT || 0);

// The forms of tls.connect: (options[, callback]), (port[, host][, options][, callback]).
function normalized(args) {
  const callback = typeof args[args.length - 1] === 'function' ? args[args.length - 1] : undefined;
  const options = {};
  if (typeof args[0] === 'object' && args[0] !== null) Object.assign(options, args[0]);
  else {
    options.port = args[0];
    if (typeof args[1] === 'string') options.host = args[1];
    const more = args.slice(1).find((each) => typeof each === 'object' && each !== null);
    if (more) Object.assign(options, more);
  }
  return [options, callback];
}

if (port && hosts.size) {
  const connect = tls.connect;
  tls.connect = function tradepostConnect(...args) {
    const [options, callback] = normalized(args);
    const host = String(options.host || options.hostname || '').toLowerCase();
    if (!hosts.has(host) || options.socket) return connect.apply(this, args);
    const redirected = { ...options, host: '127.0.0.1', port, path: undefined, servername: options.servername || host };
    return connect.call(this, redirected, callback);
  };
}
