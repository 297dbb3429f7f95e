import { ConfigModule } from '@nestjs/config';
@Module({ imports: [ConfigModule.forRoot({ envFilePath: '.env.development' })] })
export class AppModule {}
