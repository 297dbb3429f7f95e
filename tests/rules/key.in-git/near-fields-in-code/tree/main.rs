use openai::Client;

fn main() {
    Client::builder().api_key("tid=1;proxy-ep=proxy.individual.example.com;exp=2");
}
