using GhaRunner.Abstractions;

namespace GhaRunner.Core.Tests.Support;

/// <summary>What a provider throws.</summary>
internal static class Faults
{
    public static ActionableException NoRoom(BlockedScope scope) => new(ErrorCategory.NoCapacity, "fake-no-room", "No room.") { Scope = scope };

    public static ActionableException Quota(BlockedScope scope) => new(ErrorCategory.Quota, "fake-quota", "The quota is used up.") { Scope = scope };

    public static ActionableException Of(ErrorCategory category) => new(category, $"fake-{category}", $"The cloud says {category}.");
}
