import 'dotenv/config'
