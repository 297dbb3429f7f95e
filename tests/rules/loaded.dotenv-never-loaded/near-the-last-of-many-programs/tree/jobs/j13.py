from dotenv import load_dotenv
load_dotenv('conf/other.env')
