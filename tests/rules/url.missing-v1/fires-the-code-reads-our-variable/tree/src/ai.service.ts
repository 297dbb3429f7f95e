import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import OpenAI from 'openai';
@Injectable()
export class AiService {
  private readonly openai: OpenAI;
  constructor(private config: ConfigService) {
    this.openai = new OpenAI({
      apiKey: this.config.get<string>('NEXOROUTER_API_KEY'),
      baseURL: this.config.get<string>('NEXOROUTER_BASE_URL'),
    });
  }
}
