defp deps do
 [{:dotenvy, "~> 0.8"}, {:req, "~> 0.5"}]
end
