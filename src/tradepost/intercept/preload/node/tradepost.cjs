// Loaded by every Node that `tradepost run` starts (NODE_OPTIONS=--require): Node's https knows no proxy variable.
// A connection to port 443 of one of Amazon's names goes to the TLS port of `tradepost run`; the name stays in the
// handshake. With --offline, a connection to any other host is refused.
'use strict';

const net = require('node:net');
const tls = require('node:tls');
const { syncBuiltinESMExports } = require('node:module');

const hosts = new Set((process.env.TRADEPOST_INTERCEPTED_HOSTS || '').split(',').filter(Boolean));
const port = Number(process.env.TRADEPOST_TLS_PORT || 0);
const offline = process.env.TRADEPOST_OFFLINE || '';

const named = (host) => String(host).toLowerCase().replace(/\.$/, '');
const local = (host) => ['localhost', '::1', offline].includes(host) || /^127\.[\d.]+$/.test(host);

// The forms of connect: (options[, callback]), (port[, host][, options][, callback]), (path[, callback]), and the list
// of both that net.connect hands on to the socket.
function read(args) {
  if (Array.isArray(args[0])) return read(args[0]);
  const callback = args.find((each) => typeof each === 'function');
  if (typeof args[0] === 'object' && args[0] !== null) return [args[0], callback];
  const more = args.slice(1).find((each) => typeof each === 'object' && each !== null);
  if (typeof args[0] === 'string' && Number.isNaN(Number(args[0]))) return [{ path: args[0], ...more }, callback];
  return [{ port: args[0], host: typeof args[1] === 'string' ? args[1] : undefined, ...more }, callback];
}

if (port && hosts.size) {
  const connectSocket = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function connect(...args) {
    const [options, callback] = read(args);
    const host = named(options.host || 'localhost');
    if (options.path) return connectSocket.apply(this, args);
    if (hosts.has(host) && Number(options.port) === 443) {
      return connectSocket.call(this, { ...options, host: '127.0.0.1', port }, callback);
    }
    if (offline && !local(host)) {
      const refusal = new Error(`${host}: tradepost run --offline lets no call out`);
      process.nextTick(() => this.destroy(Object.assign(refusal, { code: 'ECONNREFUSED' })));
      return this;
    }
    return connectSocket.apply(this, args);
  };

  const connectTls = tls.connect; // names the host in the handshake, where the caller does not
  tls.connect = function connect(...args) {
    const [options, callback] = read(args);
    const host = named(options.host || '');
    if (options.servername || !hosts.has(host)) return connectTls.apply(this, args);
    return connectTls.call(this, { ...options, servername: host }, callback);
  };
  syncBuiltinESMExports();
}
