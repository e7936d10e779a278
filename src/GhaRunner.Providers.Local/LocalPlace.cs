using System.Text.Json;
using System.Text.Json.Serialization;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Local;

/// <summary>What a machine's directory says about it, in <c>machine.json</c>.</summary>
/// <param name="Marker">What its processes carry in their environment, as <see cref="LocalProcesses.Marker"/>.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="Tags">The tags of its ownership.</param>
internal sealed record LocalRecord(string Marker, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Tags);

[JsonSerializable(typeof(LocalRecord))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class LocalJson : JsonSerializerContext;

/// <summary>
/// The directory of directories: <c>machine.json</c>, <c>console.log</c>, <c>exit</c> (the exit code, empty before) and
/// <c>runner/</c> of each machine. A machine exists from the rename that gives its directory its name until its
/// <c>machine.json</c> is gone.
/// </summary>
internal sealed class LocalPlace(string root)
{
    private const int ConsoleTail = 256 * 1024;
    private const string DraftSuffix = ".tmp";
    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public string PathOf(string name) => Path.Combine(root, name);

    /// <summary>Sees whether machines can be added, and safely. Reads only.</summary>
    /// <exception cref="ActionableException">They cannot.</exception>
    public void Check() => RootCheck.Require(root);

    public IEnumerable<string> Names()
    {
        // Not Directory.Exists: a file in the directory's place is an error, not an empty place.
        if (!Path.Exists(root))
            return [];
        return Directory.EnumerateDirectories(root, Ownership.NamePrefix + "*").Select(path => Path.GetFileName(path)!).Where(IsName);
    }

    /// <summary>Adds a machine's directory in one step; tells whether it was this call that added it.</summary>
    public async Task<bool> TryAddAsync(string name, LocalRecord record, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(root, $".{name}.{Path.GetRandomFileName()}.{LocalProcesses.Own}{DraftSuffix}");
        Directory.CreateDirectory(root, OwnerAll);
        Check();
        Directory.CreateDirectory(draft, OwnerAll);
        try
        {
            await WriteAsync("machine.json", JsonSerializer.Serialize(record, LocalJson.Default.LocalRecord));
            await WriteAsync("console.log", "");
            await WriteAsync("exit", "");
            cancellationToken.ThrowIfCancellationRequested();
            Directory.Move(draft, PathOf(name));
            return true;
        }
        catch (IOException) when (Directory.Exists(PathOf(name)))
        {
            return false;
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }

        async Task WriteAsync(string file, string text)
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            await using var writer = new StreamWriter(Path.Combine(draft, file), options);
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
        }
    }

    /// <summary>
    /// Removes what a program has left that was killed while it added or removed a machine: drafts whose process is gone, and
    /// directories whose last file is. Neither is a machine, or holds anything of one.
    /// </summary>
    public void RemoveCrumbs()
    {
        if (!Directory.Exists(root))
            return;
        var drafts = Directory.EnumerateDirectories(root, $".{Ownership.NamePrefix}*{DraftSuffix}").Where(draft => !Directory.Exists($"/proc/{draft.Split('.')[^2]}"));
        foreach (var crumb in drafts.Concat(Names().Select(PathOf).Where(IsEmpty)))
        {
            try
            {
                Directory.Delete(crumb, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody else does it, or may.
            }
        }
    }

    /// <summary>Reads what a machine's directory says; <see langword="null"/> when there is no such machine of ours.</summary>
    public async Task<LocalRecord?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // An id comes from outside: it must not lead out of the directory.
        if (!IsName(name) || !Directory.Exists(PathOf(name)))
            return null;
        try
        {
            var json = await File.ReadAllTextAsync(Path.Combine(PathOf(name), "machine.json"), cancellationToken);
            return JsonSerializer.Deserialize(json, LocalJson.Default.LocalRecord);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the exit code of a machine's program; empty when it has none (yet).</summary>
    public string ReadExitCode(string name) => ReadTail(name, "exit").Trim();

    /// <summary>Reads the last lines of a machine's console, of its last 256 KiB at the most.</summary>
    public string ReadConsole(string name, int maxLines) =>
        string.Join('\n', ReadTail(name, "console.log").TrimEnd('\n').Split('\n').TakeLast(maxLines));

    /// <summary>Removes a machine's directory, and in it what says whose it is last.</summary>
    public void Remove(string name)
    {
        for (var attempt = 1; Directory.Exists(PathOf(name)); attempt++)
        {
            try
            {
                foreach (var directory in Directory.EnumerateDirectories(PathOf(name)))
                    Directory.Delete(directory, recursive: true);
                foreach (var file in Directory.EnumerateFiles(PathOf(name)).OrderBy(file => file.EndsWith("/machine.json", StringComparison.Ordinal)))
                    File.Delete(file);
                Directory.Delete(PathOf(name), recursive: true);
            }
            catch (IOException) when (attempt < 10)
            {
                // Somebody else removes it too, or a dying program has written once more.
            }
        }
    }

    private static bool IsEmpty(string directory)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(directory).Any();
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    private string ReadTail(string name, string file)
    {
        try
        {
            using var stream = new FileStream(Path.Combine(PathOf(name), file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(stream.Length, ConsoleTail), SeekOrigin.End);
            return new StreamReader(stream).ReadToEnd();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }

    private static bool IsName(string name) =>
        name.StartsWith(Ownership.NamePrefix, StringComparison.Ordinal) && name.Length <= 63
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
