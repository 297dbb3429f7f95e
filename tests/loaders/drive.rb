# SPDX-License-Identifier: MIT
# Real loaders of Ruby over many files: ruby drive.rb LOADER CASES
require "tmpdir"

NAMES = %w[K A B low].freeze
BASE = {"PATH" => ENV["PATH"], "HOME" => "/root", "LANG" => "C.UTF-8"}.freeze
CODES = {"n" => "\n", "r" => "\r", "t" => "\t", "\\" => "\\"}.freeze
BACK = {10 => "\\n", 13 => "\\r", 9 => "\\t", 92 => "\\\\"}.freeze

def plain(text)
  text.b.gsub(/\\(?:x(\h\h)|(.))/) { $1 ? $1.hex.chr : CODES[$2] }
end

def escaped(text)
  text.bytes.map { |b| BACK[b] || ((0x20..0x7e).cover?(b) ? b.chr : format("\\x%02x", b)) }.join
end

loader, cases = ARGV
if loader.start_with?("ruby-dotenv")
  require "dotenv"
else
  require "foreman/env"
end

Dir.mktmpdir do |dir|
  path = File.join(dir, ".env")
  File.foreach(cases, chomp: true) do |line|
    env, text = line.split("\t", -1)
    File.binwrite(path, plain(text))
    ENV.replace(BASE)
    env.split("|").each { |pair| n, v = pair.split("=", 2); ENV[n] = plain(v) } unless env == "-"
    status = "ok"
    begin
      if loader.start_with?("ruby-dotenv")
        Dotenv.load(path)
      else
        Foreman::Env.new(path).entries { |n, v| ENV[n] = v }
      end
    rescue StandardError, SyntaxError
      status = "fail"
      ENV.replace(BASE) if loader.start_with?("foreman") # no program runs
    end
    puts [status, *NAMES.map { |n| ENV[n] ? "=" + escaped(ENV[n]) : "-" }].join("\t")
  end
end
