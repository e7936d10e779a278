namespace GhaRunner.Tooling;

/// <summary>A file or a declaration that the tooling cannot work with; the message names it and says what to change.</summary>
/// <param name="message">What is wrong, where, and what would be right.</param>
internal sealed class ToolingException(string message) : Exception(message);
