using System.Runtime.InteropServices;

namespace GhaRunner.Providers.Local;

/// <summary>
/// Whether the directory of directories can be used, and by us alone: who can write there could put a directory of his
/// own in the place of a machine's, and have it run. Reads only.
/// </summary>
internal static partial class RootCheck
{
    private const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int ReadOnlyFileSystem = 30; // EROFS, errno-base.h
    private const int MayWriteAndSearch = 3; // W_OK | X_OK, unistd.h

    // statx(2), linux/stat.h: its structure is the same on every architecture, unlike that of stat.
    private const int CurrentDirectory = -100, NoFollow = 0x100, OwnerWanted = 0x8, StructureSize = 256, OwnerOffset = 20;

    /// <summary>Checks the directory, or, when it is missing, the place where it would be made.</summary>
    /// <param name="root">Its path, absolute and without a slash at its end.</param>
    /// <exception cref="Abstractions.ActionableException">It cannot be used, or not safely.</exception>
    public static void Require(string root)
    {
        if (new DirectoryInfo(root).LinkTarget is not null)
            throw LocalErrors.Unsafe(root, "is a symbolic link, which may be made to point elsewhere");
        if (Directory.Exists(root) && (File.GetUnixFileMode(root) & WrittenByOthers) != 0)
            throw LocalErrors.Unsafe(root, "may be written by other users");
        if (Directory.Exists(root) && OwnerOf(root) is not 0 and { } owner && owner != CurrentUser())
            throw LocalErrors.Unsafe(root, "belongs to another user");

        var nearest = root;
        while (!Path.Exists(nearest))
            nearest = Path.GetDirectoryName(nearest)!;
        if (!Directory.Exists(nearest))
            throw LocalErrors.NoDirectory(root);
        if (Access(nearest, MayWriteAndSearch) != 0)
            throw Marshal.GetLastPInvokeError() == ReadOnlyFileSystem ? LocalErrors.OnReadOnly(root) : LocalErrors.Denied(root);
    }

    /// <returns>The user's id, or <see langword="null"/> where the kernel does not tell.</returns>
    private static uint? OwnerOf(string path)
    {
        var status = new byte[StructureSize];
        return Statx(CurrentDirectory, path, NoFollow, OwnerWanted, status) == 0 ? BitConverter.ToUInt32(status, OwnerOffset) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int directory, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint CurrentUser();
}
