// The clients of the echo benchmark: `echo-load <port> <clients> <requests> <depth>` prints the echoed lines a second.
// Each client has as many lines under way at a time as depth says: it sends them together, and the next when all have come back.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 64, MOST = 256 };

static void fail(const char *what) {
  perror(what);
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 5 || atoi(argv[4]) > MOST) return 2;
  int clients = atoi(argv[2]), requests = atoi(argv[3]), size = LINE * atoi(argv[4]), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int *missing = calloc(4096, sizeof *missing), *left = calloc(4096, sizeof *left);
  int poll = epoll_create1(0);
  char message[LINE * MOST], received[LINE * MOST];
  memset(message, 'x', size);
  for (int end = LINE - 1; end < size; end += LINE) message[end] = '\n';
  int *sockets = calloc(clients, sizeof *sockets);
  for (int n = 0; n < clients; n++) {
    int s = sockets[n] = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0 || s >= 4096 || connect(s, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = s};
    epoll_ctl(poll, EPOLL_CTL_ADD, s, &event);
    missing[s] = size;
    left[s] = requests / (size / LINE);
  }
  struct timespec begin, end;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (int n = 0; n < clients; n++)
    if (write(sockets[n], message, size) != size) fail("write");
  for (int running = clients; running > 0;) {
    struct epoll_event events[256];
    int ready = epoll_wait(poll, events, 256, 10000);
    if (ready <= 0) fail("no answer");
    for (int n = 0; n < ready; n++) {
      int s = events[n].data.fd;
      ssize_t got = read(s, received, missing[s]);
      if (got <= 0) fail("read");
      if ((missing[s] -= got) > 0) continue;
      missing[s] = size;
      if (--left[s] == 0) running--;
      else if (write(s, message, size) != size) fail("write");
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.1f\n", (double)clients * (requests / (size / LINE)) * (size / LINE) / ((end.tv_sec - begin.tv_sec) + (end.tv_nsec - begin.tv_nsec) / 1e9));
  return 0;
}
