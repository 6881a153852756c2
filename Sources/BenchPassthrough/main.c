// SPDX-License-Identifier: MIT
//
// What gramfs is measured against: a directory shown through libfuse's low-level interface, as quickly as that can
// be done by plain system calls. The kernel is asked for the same as by gramfs: write-back cache, READDIRPLUS,
// answers that hold for a day, pages kept across opens, requests of a MiB. An inode is an O_PATH descriptor in a hash
// table, so that no request walks a path. It serves one kernel and keeps no promise of its own: what it answers is
// what the directory's file system says.
//
//     gramfs-bench-passthrough DIRECTORY MOUNTPOINT [noxattr]
//
// In C, because it is to be the least that anything behind libfuse can cost.

#define _GNU_SOURCE
#define FUSE_USE_VERSION 314
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { bucket_count = 1 << 16, request_bytes_max = 1 << 20, thread_count = 16 };
static const double answer_seconds = 86400;

// The inode table

struct inode {
    struct inode *next;
    int descriptor;  // O_PATH
    dev_t device;
    ino_t number;
    uint64_t lookups;  // under the lock
};

static struct inode root;
static struct inode *buckets[bucket_count];
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;

static struct inode *inode_of(fuse_ino_t id) { return id == FUSE_ROOT_ID ? &root : (struct inode *)(uintptr_t)id; }
static int descriptor_of(fuse_ino_t id) { return inode_of(id)->descriptor; }

static size_t bucket_of(dev_t device, ino_t number)
{
    return (size_t)(((number ^ (device << 16)) * 0x9E3779B97F4A7C15ull) >> 48) % bucket_count;
}

// Finds or enters what a lookup found. Takes the descriptor.
static struct inode *enter(int descriptor, const struct stat *status)
{
    struct inode **bucket = &buckets[bucket_of(status->st_dev, status->st_ino)];
    pthread_mutex_lock(&table_lock);
    struct inode *found = *bucket;
    while (found && (found->number != status->st_ino || found->device != status->st_dev)) found = found->next;
    if (found) {
        found->lookups++;
        pthread_mutex_unlock(&table_lock);
        close(descriptor);
        return found;
    }
    found = malloc(sizeof *found);
    if (found) {
        *found = (struct inode){*bucket, descriptor, status->st_dev, status->st_ino, 1};
        *bucket = found;
    }
    pthread_mutex_unlock(&table_lock);
    return found;
}

static void forget(fuse_ino_t id, uint64_t lookups)
{
    struct inode *inode = inode_of(id);
    if (inode == &root) return;
    pthread_mutex_lock(&table_lock);
    inode->lookups -= lookups;
    bool ends = inode->lookups == 0;
    if (ends) {
        struct inode **place = &buckets[bucket_of(inode->device, inode->number)];
        while (*place != inode) place = &(*place)->next;
        *place = inode->next;
    }
    pthread_mutex_unlock(&table_lock);
    if (!ends) return;
    close(inode->descriptor);
    free(inode);
}

// For the calls that take no O_PATH descriptor.
struct proc_path {
    char text[32];
};

static struct proc_path path_of(int descriptor)
{
    struct proc_path path;
    snprintf(path.text, sizeof path.text, "/proc/self/fd/%d", descriptor);
    return path;
}

static void answer(fuse_req_t request, int result) { fuse_reply_err(request, result < 0 ? errno : 0); }

// Names

static int look_up(fuse_ino_t parent, const char *name, struct fuse_entry_param *entry)
{
    *entry = (struct fuse_entry_param){.attr_timeout = answer_seconds, .entry_timeout = answer_seconds};
    int descriptor = openat(descriptor_of(parent), name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return errno;
    if (fstatat(descriptor, "", &entry->attr, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) < 0) {
        int error = errno;
        close(descriptor);
        return error;
    }
    struct inode *inode = enter(descriptor, &entry->attr);
    if (!inode) return ENOMEM;
    entry->ino = (uintptr_t)inode;
    return 0;
}

static void do_lookup(fuse_req_t request, fuse_ino_t parent, const char *name)
{
    struct fuse_entry_param entry;
    int error = look_up(parent, name, &entry);
    if (error && error != ENOENT) {
        fuse_reply_err(request, error);
    } else {
        fuse_reply_entry(request, &entry);  // number 0: not there, which holds as long
    }
}

static void do_forget(fuse_req_t request, fuse_ino_t id, uint64_t lookups)
{
    forget(id, lookups);
    fuse_reply_none(request);
}

static void do_forget_multi(fuse_req_t request, size_t count, struct fuse_forget_data *forgotten)
{
    for (size_t i = 0; i < count; i++) forget(forgotten[i].ino, forgotten[i].nlookup);
    fuse_reply_none(request);
}

static void answer_made(fuse_req_t request, int result, fuse_ino_t parent, const char *name)
{
    struct fuse_entry_param entry;
    int error = result < 0 ? errno : look_up(parent, name, &entry);
    if (error) {
        fuse_reply_err(request, error);
    } else {
        fuse_reply_entry(request, &entry);
    }
}

static void do_mknod(fuse_req_t request, fuse_ino_t parent, const char *name, mode_t mode, dev_t device)
{
    answer_made(request, mknodat(descriptor_of(parent), name, mode, device), parent, name);
}

static void do_mkdir(fuse_req_t request, fuse_ino_t parent, const char *name, mode_t mode)
{
    answer_made(request, mkdirat(descriptor_of(parent), name, mode), parent, name);
}

static void do_symlink(fuse_req_t request, const char *target, fuse_ino_t parent, const char *name)
{
    answer_made(request, symlinkat(target, descriptor_of(parent), name), parent, name);
}

static void do_link(fuse_req_t request, fuse_ino_t id, fuse_ino_t parent, const char *name)
{
    struct proc_path path = path_of(descriptor_of(id));
    int result = linkat(AT_FDCWD, path.text, descriptor_of(parent), name, AT_SYMLINK_FOLLOW);
    answer_made(request, result, parent, name);
}

static void do_unlink(fuse_req_t request, fuse_ino_t parent, const char *name)
{
    answer(request, unlinkat(descriptor_of(parent), name, 0));
}

static void do_rmdir(fuse_req_t request, fuse_ino_t parent, const char *name)
{
    answer(request, unlinkat(descriptor_of(parent), name, AT_REMOVEDIR));
}

static void do_rename(
    fuse_req_t request, fuse_ino_t parent, const char *name, fuse_ino_t new_parent, const char *new_name,
    unsigned int flags)
{
    answer(request, renameat2(descriptor_of(parent), name, descriptor_of(new_parent), new_name, flags));
}

static void do_readlink(fuse_req_t request, fuse_ino_t id)
{
    char target[PATH_MAX];
    ssize_t count = readlinkat(descriptor_of(id), "", target, sizeof target - 1);
    if (count < 0) {
        fuse_reply_err(request, errno);
        return;
    }
    target[count] = 0;
    fuse_reply_readlink(request, target);
}

// Attributes

static void do_getattr(fuse_req_t request, fuse_ino_t id, struct fuse_file_info *file)
{
    (void)file;
    struct stat status;
    if (fstatat(descriptor_of(id), "", &status, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) < 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_attr(request, &status, answer_seconds);
    }
}

static int set_times(int descriptor, const char *path, const struct stat *status, int valid)
{
    (void)descriptor;
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_nsec = UTIME_OMIT}};
    if (valid & FUSE_SET_ATTR_ATIME_NOW) times[0].tv_nsec = UTIME_NOW;
    else if (valid & FUSE_SET_ATTR_ATIME) times[0] = status->st_atim;
    if (valid & FUSE_SET_ATTR_MTIME_NOW) times[1].tv_nsec = UTIME_NOW;
    else if (valid & FUSE_SET_ATTR_MTIME) times[1] = status->st_mtim;
    return utimensat(AT_FDCWD, path, times, 0);
}

static void do_setattr(
    fuse_req_t request, fuse_ino_t id, struct stat *status, int valid, struct fuse_file_info *file)
{
    int descriptor = descriptor_of(id);
    struct proc_path path = path_of(descriptor);
    int result = 0;
    if (valid & FUSE_SET_ATTR_MODE) result = chmod(path.text, status->st_mode);
    if (result == 0 && valid & (FUSE_SET_ATTR_UID | FUSE_SET_ATTR_GID)) {
        uid_t uid = valid & FUSE_SET_ATTR_UID ? status->st_uid : (uid_t)-1;
        gid_t gid = valid & FUSE_SET_ATTR_GID ? status->st_gid : (gid_t)-1;
        result = fchownat(descriptor, "", uid, gid, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
    }
    if (result == 0 && valid & FUSE_SET_ATTR_SIZE)
        result = file ? ftruncate((int)file->fh, status->st_size) : truncate(path.text, status->st_size);
    if (result == 0 && valid & (FUSE_SET_ATTR_ATIME | FUSE_SET_ATTR_MTIME))
        result = set_times(descriptor, path.text, status, valid);
    if (result < 0) {
        fuse_reply_err(request, errno);
    } else {
        do_getattr(request, id, file);
    }
}

static void do_statfs(fuse_req_t request, fuse_ino_t id)
{
    struct statvfs facts;
    if (fstatvfs(descriptor_of(id), &facts) < 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_statfs(request, &facts);
    }
}

// Files

// With its write-back cache the kernel appends by itself, and reads pages of files opened for writing only.
static int flags_below(int flags)
{
    if ((flags & O_ACCMODE) == O_WRONLY) flags = (flags & ~O_ACCMODE) | O_RDWR;
    return (flags & ~(O_APPEND | O_NOFOLLOW)) | O_CLOEXEC;
}

static void do_create(
    fuse_req_t request, fuse_ino_t parent, const char *name, mode_t mode, struct fuse_file_info *file)
{
    int descriptor = openat(descriptor_of(parent), name, flags_below(file->flags) | O_CREAT, mode);
    if (descriptor < 0) {
        fuse_reply_err(request, errno);
        return;
    }
    struct fuse_entry_param entry;
    int error = look_up(parent, name, &entry);
    if (error) {
        close(descriptor);
        fuse_reply_err(request, error);
        return;
    }
    file->fh = (uint64_t)descriptor;
    file->keep_cache = 1;
    fuse_reply_create(request, &entry, file);
}

static void do_open(fuse_req_t request, fuse_ino_t id, struct fuse_file_info *file)
{
    int descriptor = open(path_of(descriptor_of(id)).text, flags_below(file->flags));
    if (descriptor < 0) {
        fuse_reply_err(request, errno);
        return;
    }
    file->fh = (uint64_t)descriptor;
    file->keep_cache = 1;
    fuse_reply_open(request, file);
}

static void do_read(fuse_req_t request, fuse_ino_t id, size_t size, off_t offset, struct fuse_file_info *file)
{
    (void)id;
    static __thread char *buffer;  // of each thread, for ever
    if (!buffer) buffer = malloc(request_bytes_max);
    if (!buffer || size > request_bytes_max) {
        fuse_reply_err(request, ENOMEM);
        return;
    }
    ssize_t count = pread((int)file->fh, buffer, size, offset);
    if (count < 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_buf(request, buffer, (size_t)count);
    }
}

static void do_write(
    fuse_req_t request, fuse_ino_t id, const char *bytes, size_t size, off_t offset, struct fuse_file_info *file)
{
    (void)id;
    ssize_t count = pwrite((int)file->fh, bytes, size, offset);
    if (count < 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_write(request, (size_t)count);
    }
}

static void do_flush(fuse_req_t request, fuse_ino_t id, struct fuse_file_info *file)
{
    (void)id;
    answer(request, close(dup((int)file->fh)));
}

static void do_release(fuse_req_t request, fuse_ino_t id, struct fuse_file_info *file)
{
    (void)id;
    answer(request, close((int)file->fh));
}

static void do_fsync(fuse_req_t request, fuse_ino_t id, int data_only, struct fuse_file_info *file)
{
    (void)id;
    answer(request, data_only ? fdatasync((int)file->fh) : fsync((int)file->fh));
}

static void do_fallocate(
    fuse_req_t request, fuse_ino_t id, int mode, off_t offset, off_t length, struct fuse_file_info *file)
{
    (void)id;
    answer(request, fallocate((int)file->fh, mode, offset, length));
}

static void do_lseek(fuse_req_t request, fuse_ino_t id, off_t offset, int whence, struct fuse_file_info *file)
{
    (void)id;
    off_t result = lseek((int)file->fh, offset, whence);
    if (result < 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_lseek(request, result);
    }
}

// Directories

struct listing {
    DIR *stream;
    struct dirent *waiting;  // read, and did not fit
    off_t offset;
};

static struct listing *listing_of(struct fuse_file_info *file) { return (struct listing *)(uintptr_t)file->fh; }

static void do_opendir(fuse_req_t request, fuse_ino_t id, struct fuse_file_info *file)
{
    struct listing *listing = calloc(1, sizeof *listing);
    int descriptor = openat(descriptor_of(id), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (listing && descriptor >= 0) listing->stream = fdopendir(descriptor);
    if (!listing || !listing->stream) {
        int error = errno;
        free(listing);
        if (descriptor >= 0) close(descriptor);
        fuse_reply_err(request, error);
        return;
    }
    file->fh = (uintptr_t)listing;
    fuse_reply_open(request, file);
}

static bool is_dots(const char *name) { return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2])); }

// The size of the entry laid into the buffer; more than `room` where it does not fit.
static size_t lay(
    fuse_req_t request, fuse_ino_t id, const struct dirent *name, char *buffer, size_t room, bool with_attributes)
{
    struct fuse_entry_param entry = {.attr = {.st_ino = name->d_ino, .st_mode = DTTOIF(name->d_type)}};
    if (!with_attributes) return fuse_add_direntry(request, buffer, room, name->d_name, &entry.attr, name->d_off);
    bool is_looked_up = !is_dots(name->d_name) && look_up(id, name->d_name, &entry) == 0;
    size_t taken = fuse_add_direntry_plus(request, buffer, room, name->d_name, &entry, name->d_off);
    if (taken > room && is_looked_up) forget(entry.ino, 1);
    return taken;
}

static void list(
    fuse_req_t request, fuse_ino_t id, size_t size, off_t offset, struct fuse_file_info *file, bool with_attributes)
{
    struct listing *listing = listing_of(file);
    char *buffer = malloc(size);
    if (!buffer) {
        fuse_reply_err(request, ENOMEM);
        return;
    }
    if (offset != listing->offset) {
        seekdir(listing->stream, offset);
        listing->waiting = NULL;
        listing->offset = offset;
    }
    size_t used = 0;
    int error = 0;
    while (true) {
        errno = 0;
        if (!listing->waiting) listing->waiting = readdir(listing->stream);
        if (!listing->waiting) {
            error = errno;
            break;
        }
        size_t taken = lay(request, id, listing->waiting, buffer + used, size - used, with_attributes);
        if (taken > size - used) break;
        used += taken;
        listing->offset = listing->waiting->d_off;
        listing->waiting = NULL;
    }
    if (error && used == 0) {
        fuse_reply_err(request, error);
    } else {
        fuse_reply_buf(request, buffer, used);
    }
    free(buffer);
}

static void do_readdir(fuse_req_t request, fuse_ino_t id, size_t size, off_t offset, struct fuse_file_info *file)
{
    list(request, id, size, offset, file, false);
}

static void do_readdirplus(fuse_req_t request, fuse_ino_t id, size_t size, off_t offset, struct fuse_file_info *file)
{
    list(request, id, size, offset, file, true);
}

static void do_releasedir(fuse_req_t request, fuse_ino_t id, struct fuse_file_info *file)
{
    (void)id;
    struct listing *listing = listing_of(file);
    closedir(listing->stream);
    free(listing);
    fuse_reply_err(request, 0);
}

static void do_fsyncdir(fuse_req_t request, fuse_ino_t id, int data_only, struct fuse_file_info *file)
{
    (void)id;
    int descriptor = dirfd(listing_of(file)->stream);
    answer(request, data_only ? fdatasync(descriptor) : fsync(descriptor));
}

// Extended attributes

static void do_setxattr(
    fuse_req_t request, fuse_ino_t id, const char *name, const char *value, size_t size, int flags)
{
    answer(request, setxattr(path_of(descriptor_of(id)).text, name, value, size, flags));
}

static void answer_value(fuse_req_t request, ssize_t count, const char *value, size_t size)
{
    if (count < 0) {
        fuse_reply_err(request, errno);
    } else if (size == 0) {
        fuse_reply_xattr(request, (size_t)count);
    } else {
        fuse_reply_buf(request, value, (size_t)count);
    }
}

static void do_getxattr(fuse_req_t request, fuse_ino_t id, const char *name, size_t size)
{
    char value[65536];
    if (size > sizeof value) size = sizeof value;
    answer_value(request, getxattr(path_of(descriptor_of(id)).text, name, value, size), value, size);
}

static void do_listxattr(fuse_req_t request, fuse_ino_t id, size_t size)
{
    char names[65536];
    if (size > sizeof names) size = sizeof names;
    answer_value(request, listxattr(path_of(descriptor_of(id)).text, names, size), names, size);
}

static void do_removexattr(fuse_req_t request, fuse_ino_t id, const char *name)
{
    answer(request, removexattr(path_of(descriptor_of(id)).text, name));
}

static void do_init(void *userdata, struct fuse_conn_info *connection)
{
    (void)userdata;
    unsigned wanted = FUSE_CAP_ASYNC_READ | FUSE_CAP_PARALLEL_DIROPS | FUSE_CAP_READDIRPLUS |
        FUSE_CAP_READDIRPLUS_AUTO | FUSE_CAP_WRITEBACK_CACHE | FUSE_CAP_CACHE_SYMLINKS;
    connection->want = wanted & connection->capable;
    connection->max_write = request_bytes_max;
    connection->max_background = 64;
    connection->congestion_threshold = 48;
    connection->time_gran = 1;
}

static struct fuse_lowlevel_ops operations = {
    .init = do_init, .lookup = do_lookup, .forget = do_forget, .forget_multi = do_forget_multi,
    .getattr = do_getattr, .setattr = do_setattr, .readlink = do_readlink, .statfs = do_statfs,
    .mknod = do_mknod, .mkdir = do_mkdir, .symlink = do_symlink, .link = do_link,
    .unlink = do_unlink, .rmdir = do_rmdir, .rename = do_rename,
    .create = do_create, .open = do_open, .read = do_read, .write = do_write,
    .flush = do_flush, .release = do_release, .fsync = do_fsync, .fallocate = do_fallocate, .lseek = do_lseek,
    .opendir = do_opendir, .readdir = do_readdir, .readdirplus = do_readdirplus,
    .releasedir = do_releasedir, .fsyncdir = do_fsyncdir,
    .setxattr = do_setxattr, .getxattr = do_getxattr, .listxattr = do_listxattr, .removexattr = do_removexattr,
};

int main(int count, char **arguments)
{
    if (count < 3 || count > 4) {
        fprintf(stderr, "usage: %s DIRECTORY MOUNTPOINT [noxattr]\n", arguments[0]);
        return 2;
    }
    if (count == 4) {
        // Answered ENOSYS by libfuse, once: then the kernel stops asking.
        operations.setxattr = NULL;
        operations.getxattr = NULL;
        operations.listxattr = NULL;
        operations.removexattr = NULL;
    }
    // One for each inode that the kernel knows.
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    umask(0);
    root.descriptor = open(arguments[1], O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root.descriptor < 0) {
        perror(arguments[1]);
        return 1;
    }
    struct fuse_args options = FUSE_ARGS_INIT(0, NULL);
    fuse_opt_add_arg(&options, "passthrough");
    fuse_opt_add_arg(&options, "-o");
    fuse_opt_add_arg(&options, "fsname=passthrough,subtype=passthrough,default_permissions,noatime");
    struct fuse_session *session = fuse_session_new(&options, &operations, sizeof operations, NULL);
    if (!session || fuse_set_signal_handlers(session) != 0 || fuse_session_mount(session, arguments[2]) != 0) return 1;
    struct fuse_loop_config *loop = fuse_loop_cfg_create();
    fuse_loop_cfg_set_clone_fd(loop, 1);
    fuse_loop_cfg_set_max_threads(loop, thread_count);
    fuse_loop_cfg_set_idle_threads(loop, thread_count);
    int result = fuse_session_loop_mt(session, loop);
    fuse_loop_cfg_destroy(loop);
    fuse_session_unmount(session);
    fuse_session_destroy(session);
    fuse_opt_free_args(&options);
    return result < 0 ? 1 : 0;
}
