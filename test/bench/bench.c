/* C's numbers: ./bench <row> prints one number. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static volatile int turn;
enum { TIMES = 20000 };

static void *play(void *mine) {
  int me = mine != NULL;
  for (int n = 0; n < TIMES; n++) {
    pthread_mutex_lock(&mutex);
    while (turn != me) pthread_cond_wait(&cond, &mutex);
    turn = 1 - me;
    pthread_cond_signal(&cond);
    pthread_mutex_unlock(&mutex);
  }
  return NULL;
}

int main(int argc, char **argv) {
  (void)argc;
  if (strcmp(argv[1], "lock") == 0) {
    int times = 20000000;
    double begin = now();
    for (int n = 0; n < times; n++) {
      pthread_mutex_lock(&mutex);
      pthread_mutex_unlock(&mutex);
    }
    printf("%f\n", (now() - begin) * 1e9 / times);
  } else {
    pthread_t other;
    double begin = now();
    pthread_create(&other, NULL, play, &other);
    play(NULL);
    pthread_join(other, NULL);
    printf("%f\n", (now() - begin) * 1e6 / TIMES / 2);
  }
  return 0;
}
