import { ConfigModule } from '@nestjs/config';
@Module({ imports: [ConfigModule.forRoot({ envFilePath: ['.env.dev', '.env'] })] })
export class AppModule {}
