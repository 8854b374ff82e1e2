/* C's numbers: ./bench lock | condition | queue <threads> prints one number. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
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

/* The textbook's bounded queue: a ring, a mutex, two conditions. */
enum { CAPACITY = 1024, ITEMS = 5760000 };
static int ring[CAPACITY], first, count, each;
static volatile long total;
static pthread_cond_t items = PTHREAD_COND_INITIALIZER, room = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t gate;

static void *produce(void *unused) {
  (void)unused;
  pthread_barrier_wait(&gate);
  for (int n = 0; n < each; n++) {
    pthread_mutex_lock(&mutex);
    while (count == CAPACITY) pthread_cond_wait(&room, &mutex);
    ring[(first + count++) % CAPACITY] = n;
    pthread_cond_signal(&items);
    pthread_mutex_unlock(&mutex);
  }
  return NULL;
}

static void *consume(void *unused) {
  (void)unused;
  pthread_barrier_wait(&gate);
  for (int n = 0; n < each; n++) {
    pthread_mutex_lock(&mutex);
    while (count == 0) pthread_cond_wait(&items, &mutex);
    total += ring[first];
    first = (first + 1) % CAPACITY;
    count--;
    pthread_cond_signal(&room);
    pthread_mutex_unlock(&mutex);
  }
  return NULL;
}

static double queue(int threads) {
  pthread_t all[threads];
  each = ITEMS / (threads / 2);
  pthread_barrier_init(&gate, NULL, threads + 1);
  for (int n = 0; n < threads; n++) pthread_create(&all[n], NULL, n % 2 ? produce : consume, NULL);
  double begin = now();
  pthread_barrier_wait(&gate);
  for (int n = 0; n < threads; n++) pthread_join(all[n], NULL);
  return ITEMS / (now() - begin);
}

int main(int argc, char **argv) {
  if (argc > 2) {
    printf("%f\n", queue(atoi(argv[2])));
  } else if (strcmp(argv[1], "lock") == 0) {
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
