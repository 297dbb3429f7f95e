var key = builder.Configuration["NexoRouter:ApiKey"];
var client = new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri("https://api.nexorouter.com/v1") });
