// Java's numbers: java Bench.java <row> prints one number.
import java.util.concurrent.ArrayBlockingQueue;
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

  static double queue(int times) throws Exception {
    ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1024);
    Thread producer = new Thread(() -> {
      try {
        for (int n = 0; n < times; n++) queue.put(n);
      } catch (InterruptedException e) {
        throw new RuntimeException(e);
      }
    });
    long begin = System.nanoTime();
    producer.start();
    for (int n = 0; n < times; n++) count += queue.take();
    producer.join();
    return times / ((System.nanoTime() - begin) / 1e9);
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("lock")) {
      lock(20_000_000);
      System.out.println(lock(50_000_000));
    } else {
      queue(2_000_000);
      System.out.println(queue(5_000_000));
    }
  }
}
