#if defined(__SANITIZE_THREAD__)
#error "compiled by suture-cc"
#endif
int main(void) { return 0; }
