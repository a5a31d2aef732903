/* The bare loop that the agent is measured against: COUNT times posix_spawn of /bin/sleep, then kill all and wait for all. */
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 500;
    pid_t *pids = calloc(count, sizeof *pids);
    char *words[] = { "sleep", "1000", NULL };
    double began = now();
    for (int i = 0; i < count; i++)
        if (posix_spawn(&pids[i], "/bin/sleep", NULL, NULL, words, environ) != 0)
            return 1;
    double started = now();
    for (int i = 0; i < count; i++)
        kill(pids[i], SIGTERM);
    for (int i = 0; i < count; i++)
        waitpid(pids[i], NULL, 0);
    printf("%.1f %.1f\n", started - began, now() - started);
    return 0;
}
