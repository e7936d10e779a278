using System.ComponentModel;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Local;

/// <summary>What the operating system says, in the contract's categories.</summary>
internal static class LocalErrors
{
    // Linux errno values (errno-base.h, errno.h), which .NET keeps as the HResult of an IOException.
    private const int TryAgain = 11, OutOfMemory = 12, Exists = 17, NotADirectory = 20, NoSpace = 28, ReadOnly = 30, NameTooLong = 36, DiskQuota = 122;

    public static async Task<T> GuardAsync<T>(string directory, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is not (ActionableException or OperationCanceledException))
        {
            throw Map(exception, directory);
        }
    }

    public static ActionableException Map(Exception exception, string directory) => (exception, Errno(exception)) switch
    {
        (_, NoSpace or DiskQuota) => Full($"The disk of '{directory}' is full.", "Free some space, or set 'directory' to another disk."),
        (Win32Exception, TryAgain or OutOfMemory) => Full("This machine cannot start another process.", "Stop some runners, or raise its limits."),
        (UnauthorizedAccessException, _) => Denied(directory),
        (PathTooLongException, _) or (_, NameTooLong) => Unusable(directory, "is too long a path"),
        (_, ReadOnly) => OnReadOnly(directory),
        (DirectoryNotFoundException or FileNotFoundException, _) or (_, Exists or NotADirectory) => NoDirectory(directory),
        _ => new ActionableException(ErrorCategory.Unexpected, "local-unexpected", $"Working in '{directory}' failed: {exception.Message}",
            innerException: exception) { VendorCode = exception is IOException or Win32Exception ? $"errno {Errno(exception)}" : "" },
    };

    public static ActionableException Denied(string directory) => Unusable(directory, "may not be read or written by this user");

    public static ActionableException OnReadOnly(string directory) => Unusable(directory, "is on a read-only file system");

    public static ActionableException NoDirectory(string directory) => Unusable(directory, "is not a directory, and cannot become one");

    public static ActionableException Unsafe(string directory, string reason) => new(
        ErrorCategory.InvalidInput, "local-directory-unsafe", $"'{directory}' (input 'directory') {reason}: runners there would not be safe.",
        "Set 'directory' to a new one, or to one that belongs to this user and that nobody else can write (chmod go-w).");

    public static ActionableException MissingProgram(string program) => new(
        ErrorCategory.InvalidInput, "local-program-missing", $"This machine has no '{program}' in its PATH.",
        "Install the packages bash and util-linux, or choose another provider.");

    public static ActionableException DeletedMeanwhile(string name) => new(
        ErrorCategory.Conflict, "local-deleted-meanwhile", $"The machine {name} was deleted while it was being created.");

    public static ActionableException DoesNotEnd(string name, IEnumerable<int> processes) => new(
        ErrorCategory.CleanUpIncomplete, "local-does-not-end", $"The machine {name} still has processes after SIGKILL: {string.Join(", ", processes)}.",
        "They wait for a device or belong to another user; stop again once they are gone.");

    public static ActionableException NotRemoved(string path, Exception exception) => new(
        ErrorCategory.CleanUpIncomplete, "local-not-removed", $"The machine's processes have ended, but its directory '{path}' could not be removed: {exception.Message}",
        "A job has left files of another user there; remove them as that user or as root.", exception);

    private static int Errno(Exception exception) => exception is Win32Exception error ? error.NativeErrorCode : exception.HResult;

    private static ActionableException Full(string message, string remedy) =>
        new(ErrorCategory.NoCapacity, "local-full", message, remedy) { Scope = BlockedScope.Account };

    private static ActionableException Unusable(string directory, string reason) => new(
        ErrorCategory.InvalidInput, "local-directory", $"'{directory}' (input 'directory') {reason}.",
        "Set 'directory' to one that this user can write, or to a new one below such.");
}
