namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>A file that user-data writes.</summary>
/// <param name="Path">Its absolute path on the machine.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Mode">Who may do what with it.</param>
internal sealed record BootFile(string Path, byte[] Content, UnixFileMode Mode);
