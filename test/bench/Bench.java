// Java's numbers: java Bench.java lock | queue [threads] prints one number.
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

public class Bench {
  static final ReentrantLock lock = new ReentrantLock();

  static double lock(int times) {
    long begin = System.nanoTime();
    for (int n = 0; n < times; n++) {
      lock.lock();
      try {
        count++;
      } finally {
        lock.unlock();
      }
    }
    return (double) (System.nanoTime() - begin) / times;
  }

  static long count;

  interface Work {
    void run() throws InterruptedException;
  }

  static Thread start(Work work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (InterruptedException e) {
        throw new RuntimeException(e);
      }
    });
    thread.start();
    return thread;
  }

  static double queue(int times, int producers, int consumers) throws InterruptedException {
    ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1024);
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    for (int p = 0; p < producers; p++) all.add(start(() -> {
      gate.await();
      for (int n = 0; n < times / producers; n++) queue.put(n);
    }));
    for (int c = 0; c < consumers; c++) all.add(start(() -> {
      gate.await();
      long sum = 0;
      for (int n = 0; n < times / consumers; n++) sum += queue.take();
      synchronized (lock) { count += sum; }
    }));
    long begin = System.nanoTime();
    gate.countDown();
    for (Thread thread : all) thread.join();
    return times / ((System.nanoTime() - begin) / 1e9);
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("lock")) {
      lock(20_000_000);
      System.out.println(lock(50_000_000));
    } else {
      int half = arguments.length > 1 ? Integer.parseInt(arguments[1]) / 2 : 1;
      queue(1_920_000, half, half);
      System.out.println(queue(5_760_000, half, half));
    }
  }
}
