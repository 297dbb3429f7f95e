client = OpenAI::Client.new(access_token: Rails.application.credentials.nexorouter_api_key, uri_base: "https://api.nexorouter.com/v1")
