using System.Text;

namespace GhaRunner.Abstractions;

/// <summary>
/// The one exception for what a user can act on. It is shown as a single message without a stack trace: what failed,
/// what exists now, what to change, then the vendor's own code and request id.
/// </summary>
/// <param name="category">What kind of failure it was; decides what the core does and the exit code.</param>
/// <param name="code">A stable code of ours, in kebab-case, to search for (<c>github-unauthorized</c>).</param>
/// <param name="message">What failed, in one or two sentences, free of secrets.</param>
/// <param name="remedy">What to do about it: which input, permission or limit to change. Empty when there is nothing to do.</param>
/// <param name="innerException">What was thrown below, if anything.</param>
public sealed class ActionableException(
    ErrorCategory category,
    string code,
    string message,
    string remedy = "",
    Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What kind of failure it was.</summary>
    public ErrorCategory Category { get; } = category;

    /// <summary>A stable code of ours, in kebab-case.</summary>
    public string Code { get; } = code;

    /// <summary>What to do about it; may be empty.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>Which candidates are pointless now, for <see cref="ErrorCategory.NoCapacity"/> and <see cref="ErrorCategory.Quota"/>.</summary>
    public BlockedScope Scope { get; init; } = BlockedScope.Candidate;

    /// <summary>What exists now because of the failed step (ids), in words; empty when nothing does.</summary>
    public string WhatExists { get; init; } = "";

    /// <summary>The vendor's own error code, exactly as received; empty when there is none.</summary>
    public string VendorCode { get; init; } = "";

    /// <summary>The vendor's request id, for their support; empty when there is none.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>How long the other side asked us to wait before the next request, if it did.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same question, asked again, may be answered.</summary>
    public bool IsPassing => Category is ErrorCategory.Transient or ErrorCategory.Throttled;

    /// <summary>The text to show of any failure: all that we know of ours, the message of others.</summary>
    /// <param name="failure">The failure.</param>
    /// <returns>One line or more.</returns>
    public static string TextOf(Exception failure) => failure is ActionableException error ? error.ToUserText() : failure.Message;

    /// <summary>What failed in the fewest words, the same for whoever met the same: the message and the vendor's code.</summary>
    /// <returns>One line or more, without a trailing line break.</returns>
    public string ToShortText() => VendorCode.Length > 0 ? $"{Message} ({VendorCode})" : Message;

    /// <summary>The text to show: what failed; what exists; the remedy; the vendor's code and request id.</summary>
    /// <returns>One line or more, without a trailing line break.</returns>
    public string ToUserText()
    {
        var text = new StringBuilder(Message);
        Append(WhatExists);
        Append(Remedy);
        var vendor = string.Join(", ", new[] { VendorCode, RequestId.Length > 0 ? $"request {RequestId}" : "" }.Where(part => part.Length > 0));
        Append(vendor.Length > 0 ? $"({vendor})" : "");
        return text.ToString();

        void Append(string part)
        {
            if (part.Length > 0)
                text.Append(' ').Append(part);
        }
    }
}
