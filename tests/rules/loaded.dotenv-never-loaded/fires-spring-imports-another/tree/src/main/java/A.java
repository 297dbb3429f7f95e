class A { OpenAIClient c = OpenAIOkHttpClient.fromEnv(); }
