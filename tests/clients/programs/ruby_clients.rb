# SPDX-License-Identifier: MIT
# Runs one of Ruby's clients, once per line on stdin: {"env": {...}, "url": "..."}. Both read ENV
# when a request is made. No time limit that counts: run.py ends what hangs.
require "json"
require "net/http"
require "faraday" if ARGV[0] == "ruby-faraday"

def net_http(url)
  uri = URI(url)
  http = Net::HTTP.new(uri.hostname, uri.port)
  http.use_ssl = uri.scheme == "https"
  http.open_timeout = http.read_timeout = nil
  http.max_retries = 0
  http.get(uri.request_uri)
end

def faraday(url)
  Faraday.new(url: url, request: { timeout: 600 }).get(url)
end

version = ARGV[0] == "ruby-faraday" ? Faraday::VERSION : RUBY_VERSION
puts JSON.generate(version: version)
$stdout.flush
base = ENV.to_h
$stdin.each_line do |line|
  job = JSON.parse(line)
  ENV.replace(base.merge(job["env"]))
  error = ""
  begin
    ARGV[0] == "ruby-faraday" ? faraday(job["url"]) : net_http(job["url"])
  rescue Exception => e
    error = "#{e.class}: #{e.message}"
  end
  puts JSON.generate(error: error.b.inspect[0, 300])
  $stdout.flush
end
