import Dotenvy
source!([".env", System.get_env()])
config :app, key: env!("NEXOROUTER_API_KEY", :string!)
