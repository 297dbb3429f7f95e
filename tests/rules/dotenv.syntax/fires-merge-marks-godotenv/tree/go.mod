module x
require github.com/joho/godotenv v1.5.1
