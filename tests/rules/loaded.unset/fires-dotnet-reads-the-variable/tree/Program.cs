var key = Environment.GetEnvironmentVariable("NEXOROUTER_API_KEY");
var client = new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri("https://api.nexorouter.com/v1") });
