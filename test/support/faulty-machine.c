/*
 * Put before the C library of a program by LD_PRELOAD: while the file `fsync` stands in the folder TEST_MACHINE, no disk
 * keeps what it is asked to keep, and the file `clock` says by how many seconds the clock is ahead.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const char *in_folder(char *path, size_t size, const char *name) {
  const char *folder = getenv("TEST_MACHINE");
  snprintf(path, size, "%s/%s", folder ? folder : "", name);
  return path;
}

static int disk_fails(void) {
  char path[512];
  return access(in_folder(path, sizeof path, "fsync"), F_OK) == 0;
}

static long ahead(void) {
  char path[512], text[32];
  int kept = errno;
  int file = open(in_folder(path, sizeof path, "clock"), O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? 0 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  errno = kept;
  if (length <= 0) return 0;
  text[length] = 0;
  return strtol(text, NULL, 10);
}

int fsync(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fsync");
  return disk_fails() ? (errno = EIO, -1) : real(file);
}

int fdatasync(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
  return disk_fails() ? (errno = EIO, -1) : real(file);
}

int clock_gettime(clockid_t clock, struct timespec *moment) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, moment);
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) moment->tv_sec += ahead();
  return result;
}

int gettimeofday(struct timeval *restrict moment, void *restrict zone) {
  static int (*real)(struct timeval *restrict, void *restrict);
  if (!real) real = dlsym(RTLD_NEXT, "gettimeofday");
  int result = real(moment, zone);
  if (moment) moment->tv_sec += ahead();
  return result;
}

time_t time(time_t *moment) {
  static time_t (*real)(time_t *);
  if (!real) real = dlsym(RTLD_NEXT, "time");
  time_t seconds = real(NULL) + ahead();
  if (moment) *moment = seconds;
  return seconds;
}
