using System.Diagnostics;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Local.Tests;

/// <summary>Directories that cannot be used, or not safely: found before anything is registered, and before anything is made.</summary>
public sealed class LocalDirectoryTests
{
    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit)]
    public async Task Directory_OthersMayWriteThere_IsRefused(UnixFileMode more)
    {
        await using var place = new LocalUnderTest();
        place.MakeDirectory("");
        File.SetUnixFileMode(place.Root, File.GetUnixFileMode(place.Root) | more);

        await ShouldBeRefusedAsync(place.Connect(), "local-directory-unsafe", $"'{place.Root}' (input 'directory') may be written by other users");
        Directory.GetFileSystemEntries(place.Root).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task Directory_SymbolicLink_IsRefused(string end)
    {
        await using var place = new LocalUnderTest();
        place.MakeDirectory("");
        File.CreateSymbolicLink(place.Root + "-link", place.Root);
        var provider = new LocalProvider(new LocalConnectionOptions { Directory = place.Root + "-link" + end }, TimeProvider.System);

        await ShouldBeRefusedAsync(provider, "local-directory-unsafe", "is a symbolic link");
        Directory.GetFileSystemEntries(place.Root).Should().BeEmpty();
    }

    /// <summary>Only root can give a directory away; for others their own is accepted.</summary>
    [Fact]
    public async Task Directory_BelongsToAnotherUser_IsRefused()
    {
        await using var place = new LocalUnderTest();
        place.MakeDirectory("");
        if (!Environment.IsPrivilegedProcess)
        {
            (await place.Connect().ListCandidatesAsync(default)).Should().ContainSingle();
            return;
        }

        using (var chown = Process.Start("chown", ["65534", place.Root]))
            await chown.WaitForExitAsync();

        await ShouldBeRefusedAsync(place.Connect(), "local-directory-unsafe", "belongs to another user");
    }

    [Fact]
    public async Task Crumbs_OfAProgramThatWasKilled_GoWithTheNextList()
    {
        await using var place = new LocalUnderTest();
        using var dead = Process.Start("true");
        await dead.WaitForExitAsync();
        place.MakeDirectory($".gha-1-1-abcd1234-1.x.{dead.Id}.tmp");
        var alive = place.MakeDirectory($".gha-1-1-abcd1234-2.x.{Environment.ProcessId}.tmp");
        place.MakeDirectory("gha-1-1-abcd1234-3");
        var foreign = await place.AddForeignMachineAsync();

        (await place.Connect().ListOwnedAsync(OwnershipFilter.All, default)).Should().BeEmpty();

        Directory.GetFileSystemEntries(place.Root).Should().BeEquivalentTo(alive, Path.Combine(place.Root, foreign));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/below")]
    [InlineData("/far/below")]
    public async Task Directory_FileInItsPlace_IsRefused(string below)
    {
        await using var place = new LocalUnderTest();
        await File.WriteAllTextAsync(place.Root, "");
        var provider = new LocalProvider(new LocalConnectionOptions { Directory = place.Root + below }, TimeProvider.System);

        await ShouldBeRefusedAsync(provider, "local-directory", $"'{place.Root}{below}' (input 'directory') is not a directory, and cannot become one.");
        File.Delete(place.Root);
    }

    /// <summary>No mode binds root; for root the directory is accepted.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("/far/below")]
    public async Task Directory_ThisUserMayNotWriteThere_IsRefused(string below)
    {
        await using var place = new LocalUnderTest();
        place.MakeDirectory("");
        File.SetUnixFileMode(place.Root, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var provider = new LocalProvider(new LocalConnectionOptions { Directory = place.Root + below }, TimeProvider.System);

        if (Environment.IsPrivilegedProcess)
            (await provider.ListCandidatesAsync(default)).Should().ContainSingle();
        else
            await ShouldBeRefusedAsync(provider, "local-directory", "may not be read or written by this user");
    }

    [Fact]
    public async Task ListCandidatesAsync_DirectoryMissing_IsFineAndMakesNothing()
    {
        await using var place = new LocalUnderTest();
        var provider = new LocalProvider(new LocalConnectionOptions { Directory = place.Root + "/far/below" }, TimeProvider.System);

        (await provider.ListCandidatesAsync(default)).Should().ContainSingle();

        Directory.Exists(place.Root).Should().BeFalse();
    }

    [Fact]
    public async Task DeleteAsync_DirectoryHasBecomeUnsafe_StillGivesTheMachineBack()
    {
        await using var place = new LocalUnderTest();
        var machine = await place.Connect().CreateAsync(LocalUnderTest.Request("sleep", "600"), default);
        File.SetUnixFileMode(place.Root, File.GetUnixFileMode(place.Root) | UnixFileMode.GroupWrite);

        await place.Connect().DeleteAsync(machine.Id, default);

        (await place.Connect().ListOwnedAsync(OwnershipFilter.All, default)).Should().BeEmpty();
    }

    private static async Task ShouldBeRefusedAsync(IMachineProvider provider, string code, string message)
    {
        var listing = () => provider.ListCandidatesAsync(default);
        var creation = () => provider.CreateAsync(LocalUnderTest.Request("true"), default);
        ActionableException[] errors =
        [
            (await listing.Should().ThrowAsync<ActionableException>()).Which,
            (await creation.Should().ThrowAsync<ActionableException>()).Which,
        ];
        foreach (var error in errors)
        {
            error.Category.Should().Be(ErrorCategory.InvalidInput);
            error.Code.Should().Be(code);
            error.Message.Should().Contain(message);
            error.Remedy.Should().Contain("'directory'");
        }
    }
}
