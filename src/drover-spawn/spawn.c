/* The one entrance of every process that Drover starts. The child is born inside its cgroup (clone3, CLONE_INTO_CGROUP), so nothing that it
   does can be outside; then it makes its surroundings and executes the program, without a wrapper in between.

   Between clone and exec the child runs on the memory of the daemon (CLONE_VM, as vfork does, on a stack of its own) while the calling thread
   waits. So in the child: system calls only, no function of the C library that locks, allocates or keeps state, no path that somebody else could
   have set up. Files come as descriptors that the daemon has opened. See clone(2), clone3(2), cgroups(7). */
#define _GNU_SOURCE
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))
#define STACK_BYTES (64 * 1024)
#define SIGNALS 64 /* the kernel's _NSIG */
#define SHARED (CLONE_VM | CLONE_VFORK | CLONE_PIDFD)

/* Ends the child, with the step and its errno where the parent reads them. */
static void __attribute__((noreturn)) fail(struct spawn_request *r, int step)
{
    r->step = step;
    r->error = errno;
    for (;;)
        syscall(SYS_exit_group, 127);
}

static void check(struct spawn_request *r, int step, long result)
{
    if (result < 0)
        fail(r, step);
}

/* What the daemon handles must not be handled by code that is not there, and what it or its own parent ignores (SIGPIPE; SIGINT in the
   background of a script; SIGHUP under nohup) would stay ignored over the exec. */
static void reset_signals(void)
{
    /* struct sigaction of the kernel, in any architecture's order of fields: all zero is SIG_DFL. */
    static const unsigned char none[64];
    for (int number = 1; number <= SIGNALS; number++)
        if (number != SIGKILL && number != SIGSTOP)
            syscall(SYS_rt_sigaction, number, none, NULL, SIGNALS / 8);
}

/* Input and output may be any numbers, 0 to 2 among them. */
static void set_descriptors(struct spawn_request *r)
{
    long input = r->input, output = r->output, errors = r->errors;
    if (input < 3)
        check(r, STEP_DESCRIPTORS, input = syscall(SYS_fcntl, input, F_DUPFD, 3));
    if (output < 3)
        check(r, STEP_DESCRIPTORS, output = syscall(SYS_fcntl, output, F_DUPFD, 3));
    if (errors < 3)
        check(r, STEP_DESCRIPTORS, errors = syscall(SYS_fcntl, errors, F_DUPFD, 3));
    check(r, STEP_DESCRIPTORS, syscall(SYS_dup3, input, 0, 0));
    check(r, STEP_DESCRIPTORS, syscall(SYS_dup3, output, 1, 0));
    check(r, STEP_DESCRIPTORS, syscall(SYS_dup3, errors, 2, 0));
}

/* What the daemon itself inherited is not close-on-exec. */
static void close_others(void)
{
    if (syscall(SYS_close_range, 3, ~0U, 0) == 0)
        return;
    struct rlimit limit; /* Linux before 5.9 */
    syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, NULL, &limit);
    for (unsigned long number = 3; number < limit.rlim_cur && number < 1UL << 20; number++)
        syscall(SYS_close, number);
}

/* A number of this very process: nobody can put another file into its place. */
static void set_oom(struct spawn_request *r)
{
    char text[8];
    int at = sizeof text, value = r->oom < 0 ? -r->oom : r->oom;
    do
        text[--at] = (char)('0' + value % 10);
    while ((value /= 10) > 0 && at > 1);
    if (r->oom < 0)
        text[--at] = '-';
    long file = syscall(SYS_openat, AT_FDCWD, "/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    check(r, STEP_OOM, file);
    check(r, STEP_OOM, syscall(SYS_write, file, text + at, sizeof text - (size_t)at));
    syscall(SYS_close, file);
}

static void set_account(struct spawn_request *r)
{
    check(r, STEP_GROUPS, syscall(SYS_setgroups, (size_t)r->group_count, r->groups));
    check(r, STEP_GID, syscall(SYS_setresgid, r->gid, r->gid, r->gid));
    check(r, STEP_UID, syscall(SYS_setresuid, r->uid, r->uid, r->uid));
}

/* The child. */
static int __attribute__((noreturn, used)) be_born(void *argument)
{
    struct spawn_request *r = argument;
    if (r->procs >= 0) {
        check(r, STEP_GROUP, syscall(SYS_write, r->procs, "0", 1));
        r->joined = JOINED_BY_WRITING;
    }
    check(r, STEP_SESSION, syscall(SYS_setsid));
    reset_signals();
    set_descriptors(r);
    if (r->directory >= 0)
        check(r, STEP_DIRECTORY, syscall(SYS_fchdir, r->directory));
    close_others();
    syscall(SYS_umask, r->umask);
    if (r->flags & SPAWN_NICE && syscall(SYS_setpriority, PRIO_PROCESS, 0, r->nice) < 0 && !(r->flags & SPAWN_NICE_TRIED))
        fail(r, STEP_NICE);
    if (r->flags & SPAWN_OOM)
        set_oom(r);
    for (uint32_t i = 0; i < r->limit_count; i++) {
        struct rlimit limit = {r->limits[i].soft, r->limits[i].hard};
        check(r, STEP_LIMITS, syscall(SYS_prlimit64, 0, r->limits[i].resource, &limit, NULL));
    }
    if (r->flags & SPAWN_ACCOUNT)
        set_account(r);
    if (r->flags & SPAWN_NO_NEW_PRIVS)
        check(r, STEP_PRIVILEGES, syscall(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    /* The last before the exec: until here no handler of the daemon may run in the child. */
    uint64_t nothing = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &nothing, NULL, sizeof nothing);
    syscall(SYS_execve, r->file, r->words, r->variables);
    fail(r, STEP_EXEC);
}

#if defined(__x86_64__)
/* clone3 with a stack of its own cannot be called by syscall(2): the child has no frame to return to. */
static long clone_into_group(struct spawn_request *r, void *stack)
{
    struct clone_args args = {
        .flags = SHARED | CLONE_INTO_CGROUP,
        .pidfd = (uint64_t)(uintptr_t)&r->pidfd,
        .exit_signal = SIGCHLD,
        .stack = (uint64_t)(uintptr_t)stack,
        .stack_size = STACK_BYTES,
        .cgroup = (uint64_t)(uint32_t)r->cgroup,
    };
    long result;
    register void *argument __asm__("r12") = r;
    register int (*child)(void *) __asm__("r13") = be_born;
    __asm__ volatile(
        "syscall\n\t"
        "test %%rax, %%rax\n\t"
        "jnz 1f\n\t"
        "xor %%ebp, %%ebp\n\t"
        "mov %%r12, %%rdi\n\t"
        "call *%%r13\n\t"
        "ud2\n"
        "1:"
        : "=a"(result)
        : "0"((long)SYS_clone3), "D"(&args), "S"(sizeof args), "r"(argument), "r"(child)
        : "rcx", "r11", "memory", "cc");
    return result;
}
#else
/* Everywhere else the child joins by writing, which is its first act. */
static long clone_into_group(struct spawn_request *r, void *stack)
{
    (void)r, (void)stack;
    return -ENOSYS;
}
#endif

/* The kernel or a seccomp profile does not know clone3, or not this use of it. */
static int is_unknown(long result)
{
    return result == -ENOSYS || result == -EPERM || result == -EINVAL || result == -E2BIG;
}

/* Errors that speak of the cgroup: it may not be joined, is gone, or cannot hold processes. */
static int is_of_group(long result)
{
    return result == -EACCES || result == -EBUSY || result == -ENODEV || result == -EOPNOTSUPP || result == -EBADF;
}

static long clone_plain(struct spawn_request *r, char *stack)
{
    long pid = clone(be_born, stack + STACK_BYTES, SHARED | SIGCHLD, r, &r->pidfd);
    if (pid >= 0 || errno != EINVAL)
        return pid < 0 ? -errno : pid;
    r->pidfd = -1; /* Linux before 5.2 */
    pid = clone(be_born, stack + STACK_BYTES, CLONE_VM | CLONE_VFORK | SIGCHLD, r);
    return pid < 0 ? -errno : pid;
}

static long give_birth(struct spawn_request *r, char *stack)
{
    if (r->cgroup >= 0 && !(r->flags & SPAWN_PLAIN)) {
        r->joined = JOINED_AT_BIRTH;
        long pid = clone_into_group(r, stack);
        if (pid > 0)
            return pid;
        if (!is_unknown(pid)) {
            r->step = is_of_group(pid) ? STEP_GROUP : STEP_CLONE;
            return pid;
        }
        r->joined = JOINED_NONE;
    }
    if (r->cgroup >= 0) {
        r->procs = openat(r->cgroup, "cgroup.procs", O_WRONLY | O_CLOEXEC);
        if (r->procs < 0) {
            r->step = STEP_GROUP;
            return -errno;
        }
    }
    long pid = clone_plain(r, stack);
    if (pid < 0)
        r->step = STEP_CLONE;
    if (r->procs >= 0)
        close(r->procs);
    return pid;
}

EXPORTED uint32_t drover_spawn_version(void)
{
    return SPAWN_VERSION;
}

EXPORTED int32_t drover_spawn(struct spawn_request *r)
{
    r->pid = r->pidfd = r->procs = -1;
    r->joined = JOINED_NONE;
    r->step = r->error = 0;
    char *stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) {
        r->step = STEP_CLONE;
        return r->error = errno;
    }
    uint64_t all = ~(uint64_t)0, before;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof before);
    long pid = give_birth(r, stack);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, sizeof before);
    munmap(stack, STACK_BYTES);
    if (pid < 0) {
        r->pidfd = -1;
        return r->error = (int32_t)-pid;
    }
    if (r->step != 0) {
        /* It has told why, and ended. */
        while (waitpid((pid_t)pid, NULL, 0) < 0 && errno == EINTR)
            ;
        if (r->pidfd >= 0)
            close(r->pidfd);
        r->pidfd = -1;
        return r->error;
    }
    r->pid = (int32_t)pid;
    return 0;
}
