import dev.langchain4j.model.openai.OpenAiChatModel;

class Models {
    static ChatModel of(boolean other) {
        if (other)
            return OpenAiChatModel.builder().baseUrl("https://api.cerebras.ai/v1")
                    .apiKey(System.getenv("OPENAI_API_KEY")).build();
        return OpenAiChatModel.builder().apiKey(System.getenv("OPENAI_API_KEY")).build();
    }
}
