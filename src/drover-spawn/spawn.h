/* The birth of a process: what the agent asks of libdrover-spawn, and what it hears back.
   The structures are those of Drover.Agent/Spawning/NativeSpawn.cs, field by field. */
#ifndef DROVER_SPAWN_H
#define DROVER_SPAWN_H

#include <stdint.h>

/* Raised with each change of the structures; a daemon takes no library of another number. */
#define SPAWN_VERSION 2

/* The steps, in the order in which the child takes them. */
enum spawn_step {
    STEP_CLONE = 1,
    STEP_GROUP,       /* join the cgroup */
    STEP_SESSION,     /* setsid */
    STEP_SIGNALS,     /* dispositions */
    STEP_DESCRIPTORS, /* 0, 1, 2 and no other */
    STEP_DIRECTORY,
    STEP_NICE,
    STEP_OOM,         /* oom_score_adj */
    STEP_LIMITS,
    STEP_GROUPS,      /* supplementary groups */
    STEP_GID,
    STEP_UID,
    STEP_PRIVILEGES,  /* no_new_privs */
    STEP_EXEC
};

enum spawn_flag {
    SPAWN_ACCOUNT = 1,     /* uid, gid and groups are to be set */
    SPAWN_NICE = 2,        /* nice is to be set */
    SPAWN_NICE_TRIED = 4,  /* ... and it does not matter if that is refused */
    SPAWN_OOM = 8,         /* oom_score_adj is to be set */
    SPAWN_NO_NEW_PRIVS = 16,
    SPAWN_PLAIN = 32       /* no clone3: the way of older kernels and of strict seccomp profiles */
};

/* How the child came into its cgroup. */
enum spawn_joined { JOINED_NONE, JOINED_AT_BIRTH, JOINED_BY_WRITING };

struct spawn_limit {
    uint64_t soft;
    uint64_t hard;
    int32_t resource;  /* RLIMIT_* */
    int32_t reserved;
};

struct spawn_request {
    const char *file;
    char *const *words;
    char *const *variables;
    const uint32_t *groups;
    const struct spawn_limit *limits;
    uint32_t flags;
    int32_t cgroup;     /* descriptor of the directory of the cgroup, or -1 */
    int32_t input;      /* descriptor that becomes 0 */
    int32_t output;     /* descriptor that becomes 1 */
    int32_t errors;     /* descriptor that becomes 2; may be the same */
    int32_t directory;  /* descriptor of the working directory, or -1 */
    uint32_t umask;
    int32_t nice;
    int32_t oom;
    uint32_t uid;
    uint32_t gid;
    uint32_t group_count;
    uint32_t limit_count;
    /* Answers. */
    int32_t pid;
    int32_t pidfd;      /* close-on-exec; -1 where the kernel gives none */
    int32_t joined;     /* enum spawn_joined */
    int32_t step;       /* the step that failed, 0 if none */
    int32_t error;      /* its errno */
    int32_t procs;      /* for the library: cgroup.procs, opened by the parent */
};

uint32_t drover_spawn_version(void);

/* Starts a program. Returns 0 with pid and pidfd, or the errno of the step that failed; then nothing is left of the child.
   Comes back after the exec, so a program that cannot be executed is told here. */
int32_t drover_spawn(struct spawn_request *request);

#endif
