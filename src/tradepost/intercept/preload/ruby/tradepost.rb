# Loaded by every Ruby that `tradepost run` starts (RUBYOPT=-r): some HTTP libraries read no proxy variable.
# A connection to port 443 of one of Amazon's names goes to the TLS port of `tradepost run`.
require "socket"

module Tradepost
  HOSTS = ENV.fetch("TRADEPOST_INTERCEPTED_HOSTS", "").split(",")
  PORT = ENV.fetch("TRADEPOST_TLS_PORT", "0").to_i

  def self.away(host, port)
    PORT.positive? && HOSTS.include?(host.to_s.downcase) && port.to_s == "443" ? ["127.0.0.1", PORT] : [host, port]
  end

  module Sockets
    def open(host, port = nil, *rest, **named, &block)
      super(*Tradepost.away(host, port), *rest, **named, &block)
    end

    def new(host, port = nil, *rest, **named, &block)
      super(*Tradepost.away(host, port), *rest, **named, &block)
    end
  end

  module Tcp
    def tcp(host, port, *rest, **named, &block)
      super(*Tradepost.away(host, port), *rest, **named, &block)
    end
  end
end

TCPSocket.singleton_class.prepend(Tradepost::Sockets)
Socket.singleton_class.prepend(Tradepost::Tcp)
