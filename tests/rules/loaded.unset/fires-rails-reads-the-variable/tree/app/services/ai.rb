client = OpenAI::Client.new(access_token: ENV.fetch("NEXOROUTER_API_KEY"), uri_base: "https://api.nexorouter.com/v1")
