fn main() {
    dotenvy::from_filename(".env.local").ok();
}
