/* sora2/plugin_host.h: the local Sora2 server for programs written in C and C++.

   The library never throws into its caller, prints nothing, and may be called from any thread. It is never unloaded: load it with
   RTLD_NODELETE (Windows: GET_MODULE_HANDLE_EX_FLAG_PIN). Unless a function's comment says that it blocks, it returns within a
   millisecond or so: talking to the server is done by threads of the library's own.

   Text is UTF-8 that ends with 0. Pointers that are handed in are read during the call alone. Every structure begins with its own
   size, set by the caller; fields that a later version appends are read as 0 from a caller that does not know them.

   Functions that can fail return a Sora2Status; sora2_last_error has the words for it. */
#ifndef SORA2_PLUGIN_HOST_H
#define SORA2_PLUGIN_HOST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when what a caller knows would no longer hold; compare it with sora2_abi_version before any other call. */
#define SORA2_ABI_VERSION 1

/* A number in a table of the library; 0 is none. One that was released, or never given, is refused with SORA2_BAD_HANDLE. */
typedef uint64_t Sora2Handle;

typedef int32_t Sora2Status;
enum {
    SORA2_OK = 0,
    SORA2_NOT_READY = 1,      /* nothing is wrong; what was asked for is not there yet */
    SORA2_BAD_HANDLE = 2,
    SORA2_BAD_ARGUMENT = 3,   /* the words name it, what was given and what is allowed */
    SORA2_NO_SUCH_FRAME = 4,
    SORA2_GONE = 5,           /* the frames were removed to make room; the job is FETCHING again, by itself */
    SORA2_FULL = 6,           /* no memory, or no room on the disk */
    SORA2_FAILED = 7
};

int32_t sora2_abi_version(void);

/* The words of the last call on this thread that did not return SORA2_OK: at most `capacity` bytes with the 0 at the end.
   Returns the bytes that all of it takes, with the 0. */
size_t sora2_last_error(char *text, size_t capacity);

/* ---- sessions ------------------------------------------------------------------------------------------------------------ */

typedef struct Sora2Client {
    uint32_t size;
    int32_t may_start_server;   /* 0 or 1: whether a server is started when none runs and a job needs one */
    const char *name;           /* of the program, for the server's log: "Resolve 20.1, Sora2 Shot 0.1"; 100 characters are kept;
                                   may be null */
} Sora2Client;

enum {
    SORA2_SERVER_UNKNOWN = 0,   /* not asked yet: a session connects with its first job */
    SORA2_SERVER_ABSENT = 1,    /* none runs, or none could be started */
    SORA2_SERVER_STARTING = 2,
    SORA2_SERVER_READY = 3,
    SORA2_SERVER_HUNG = 4,      /* its process lives and does not answer */
    SORA2_SERVER_OTHER_VERSION = 5
};

typedef struct Sora2SessionState {
    uint32_t size;
    int32_t server;             /* SORA2_SERVER_… */
    char message[512];          /* what is wrong and what to do; empty when nothing is */
} Sora2SessionState;

/* Opens no connection and starts no server. */
Sora2Status sora2_session_open(const Sora2Client *client, Sora2Handle *session);
Sora2Status sora2_session_state(Sora2Handle session, Sora2SessionState *state);

/* Asks the server that runs what its packs look at of a clip, in the background, so that clips created later are kept no larger than
   that. Worth a call as soon as a clip may be wanted. Where none runs nothing happens, and none is started. */
Sora2Status sora2_session_prepare(Sora2Handle session);

/* Opens the server's dashboard in the system's browser, in the background, with a link that works once; a server is started where the
   session may. What hinders it is in the session's state until the next call. */
Sora2Status sora2_session_open_dashboard(Sora2Handle session);

/* Ends the session's threads; its jobs run on in the server, and their handles are refused from now on. Blocks, for a second at most. */
Sora2Status sora2_session_close(Sora2Handle session);

/* ---- pictures ------------------------------------------------------------------------------------------------------------ */

enum { SORA2_DEPTH_BYTE = 1, SORA2_DEPTH_SHORT = 2, SORA2_DEPTH_HALF = 3, SORA2_DEPTH_FLOAT = 4 };
enum { SORA2_RGBA = 1, SORA2_RGB = 2, SORA2_ALPHA = 3 };

/* Memory of the caller's that holds, or takes, a window of a picture. Values are as the delivered file's: Rec. 709 transfer, full
   range, 0 to 255, 65535 or 1.0; frames are opaque. Nothing needs to be aligned.

   Frames are kept as 16 bit, v. SHORT is v; BYTE is the whole number nearest to v / 257, of which none lies halfway; FLOAT is
   v / 65535 as IEEE 754 rounds it; HALF is that float rounded to the nearest, ties to even. ALPHA takes 255, 65535 or 1.0. A frame
   of another size is scaled to 16 bit with a triangle filter as wide as a pixel of the smaller picture, in single precision,
   halves up, and then stored as above; a pixel depends on its place alone, so windows of one picture fit together. */
typedef struct Sora2Image {
    uint32_t size;
    int32_t depth;              /* SORA2_DEPTH_… */
    int32_t components;         /* SORA2_RGBA, SORA2_RGB, SORA2_ALPHA */
    int32_t bottom_up;          /* 1: y grows upwards, row y = 0 is the lowest; 0: downwards */
    void *data;                 /* the pixel at (window x1, window y1) */
    ptrdiff_t row_bytes;        /* from a row to the row with the next larger y; may be negative, may be padded */
    int32_t x1, y1, x2, y2;     /* the window, x2 and y2 not part of it; inside the picture and not empty */
    int32_t width, height;      /* of the whole picture, of which this is a window, 1 to 16384: a frame of another size is scaled */
} Sora2Image;

/* ---- clips: pictures of the host's that a shot goes on from --------------------------------------------------------------- */

typedef struct Sora2ClipFormat {
    uint32_t size;
    int32_t width, height;                          /* even, 16 to 8192 */
    int32_t rate_numerator, rate_denominator;
    const char *start_timecode;                     /* "hh:mm:ss:ff"; null where none is known */
} Sora2ClipFormat;

/* Frames are added in order, at most 120 and 2 GiB, as 8 bit, clipped and rounded to the nearest. Each is a whole picture of exactly
   the format's size, which all of them share: neither scaled nor cut here. RGBA or RGB; alpha is not looked at, also not where it is 0.
   Where the session knows what the server's packs look at (sora2_session_prepare), frames of more than twice that size are kept as the
   means of square blocks.

   Adding one converts it at once, with more than one thread, as the pixels are the caller's again afterwards; it is written to a
   scratch file later. So it blocks for a few milliseconds, and for the disk only while 256 MiB of frames wait for it. That the disk is
   full is said by a later frame, by sora2_job_submit, or by the job's state. A clip that was submitted takes no more frames, but can be
   submitted again. Release it once the job was submitted, or when it is not wanted; a job keeps what it needs of it. */
Sora2Status sora2_clip_create(Sora2Handle session, const Sora2ClipFormat *format, Sora2Handle *clip);
Sora2Status sora2_clip_add_frame(Sora2Handle clip, const Sora2Image *image);
Sora2Status sora2_clip_release(Sora2Handle clip);

/* ---- jobs ---------------------------------------------------------------------------------------------------------------- */

enum { SORA2_TASK_SHOT = 1, SORA2_TASK_EXTEND_TAIL = 2, SORA2_TASK_EXTEND_HEAD = 3 };
enum { SORA2_FIT_FILL = 1, SORA2_FIT_FIT = 2, SORA2_FIT_CROP = 3 };
enum { SORA2_STEM_DIALOGUE = 1, SORA2_STEM_EFFECTS = 2, SORA2_STEM_AMBIENCE = 4, SORA2_STEM_MUSIC = 8 };

/* What the user asks for. Null and 0 take the server's defaults, but for what says otherwise. */
typedef struct Sora2Wish {
    uint32_t size;
    int32_t task;                                   /* SORA2_TASK_…, required */
    const char *prompt;                             /* up to 4000 characters */
    const char *negative_prompt;
    const char *pack;
    const char *project;
    const char *cast;                               /* lines NAME=PATH of a picture */
    const char *start_timecode;
    double seconds;                                 /* 0.5 to 60 */
    int64_t seed;
    int32_t rate_numerator, rate_denominator;       /* of the sequence, required */
    int32_t width, height;                          /* of the sequence, required */
    int32_t fit;                                    /* SORA2_FIT_… */
    int32_t draft;                                  /* 0 or 1 */
    uint32_t stems;                                 /* bits SORA2_STEM_…; 0: all that the pack makes */
    int32_t silent;                                 /* 1: no sound at all */
    Sora2Handle clip;                               /* EXTEND_…: what it goes on from; or */
    const char *clip_path;                          /* a movie file, or the name of a shot in the library */
} Sora2Wish;

enum {
    SORA2_JOB_SENDING = 1,      /* not taken by a server yet, or not found again yet: one is looked for, started, waited for */
    SORA2_JOB_QUEUED = 2,
    SORA2_JOB_RUNNING = 3,
    SORA2_JOB_FETCHING = 4,     /* the shot is published; its frames are being made readable. What hinders that, such as a full
                                   disk, is in the message and tried again */
    SORA2_JOB_READY = 5,        /* sora2_job_read reads */
    SORA2_JOB_FAILED = 6,
    SORA2_JOB_CANCELLED = 7,
    SORA2_JOB_MISSING = 8       /* a ticket whose job and shot this machine does not have */
};

typedef struct Sora2JobState {
    uint32_t size;
    int32_t stage;                                  /* SORA2_JOB_… */
    double progress;                                /* 0 to 1 */
    double seconds_left;                            /* negative while unknown */
    int64_t frames;                                 /* of the shot; 0 before READY, as all below */
    int32_t rate_numerator, rate_denominator;
    int32_t width, height;
    char ticket[256];                               /* text that finds this job or its shot again, from the first moment on. It
                                                       grows: first a key, then the job's name, then the shot's. All of them find
                                                       it; the last one also when the job is forgotten, so save it anew */
    char shot[256];                                 /* PROJECT_SHOT_vNNN, once it is published */
    char step[64];                                  /* "denoise 5 of 12", for people */
    char message[512];                              /* what is wrong and what to do; what the user should know */
} Sora2JobState;

/* Everything is copied; a bad field is refused at once as far as it can be seen here, else by the job's own state. A server that
   cannot be reached is no error of this call: the job stays SENDING and its message says why. */
Sora2Status sora2_job_submit(Sora2Handle session, const Sora2Wish *wish, Sora2Handle *job);

/* A job or a shot by its ticket, as it was saved in a project, or a shot of the library by its bare name, PROJECT_SHOT_vNNN. While a session has the job, it is the same one, whatever its state:
   also one that was submitted and released a moment ago. */
Sora2Status sora2_job_attach(Sora2Handle session, const char *ticket, Sora2Handle *job);

/* A shot made again from the text of its recipe, which sora2_job_recipe gave: at most 1 MiB. */
Sora2Status sora2_job_remake(Sora2Handle session, const char *recipe, Sora2Handle *job);

Sora2Status sora2_job_state(Sora2Handle job, Sora2JobState *state);

/* The recipe's text, as sora2_last_error gives its own; NOT_READY before the shot is published. `needed` may be null. */
Sora2Status sora2_job_recipe(Sora2Handle job, char *text, size_t capacity, size_t *needed);

/* The folder of the published shot's files, likewise. */
Sora2Status sora2_job_folder(Sora2Handle job, char *path, size_t capacity, size_t *needed);

/* Copies the published shot's files, picture, mix, stems and recipe, into a folder that is there, in the background: the job's message
   says how it went. Each file appears whole or not at all; one that is there already is left. NOT_READY before the shot is published,
   and while its files are being copied. */
Sora2Status sora2_job_deliver(Sora2Handle job, const char *folder);

/* Asked of the server in the background; a job that is not sent yet is never sent. What is published stays: a job that is FETCHING or
   READY, or over, is left as it is. */
Sora2Status sora2_job_cancel(Sora2Handle job);

/* One frame of a READY shot, 0 the first, into the caller's memory. Reads a memory map: blocks for the disk at most, never for the
   server. Whatever it returns but SORA2_OK, the memory is as it was. The map is let go a minute after the last read, so that frames
   that the server removed give their room back; the next read maps them again, or returns SORA2_GONE. */
Sora2Status sora2_job_read(Sora2Handle job, int64_t frame, const Sora2Image *image);

/* Forgets the handle; the job runs on, and one that is not sent yet is sent. */
Sora2Status sora2_job_release(Sora2Handle job);

#ifdef __cplusplus
}
#endif

#endif
