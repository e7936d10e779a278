using System.ComponentModel;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Local.Tests;

public sealed class LocalErrorsTests
{
    [Fact]
    public async Task ListOwnedAsync_FileInPlaceOfTheDirectory_IsNotAnEmptyList()
    {
        await using var place = new LocalUnderTest();
        await File.WriteAllTextAsync(place.Root, "");

        var listing = () => place.Connect().ListOwnedAsync(OwnershipFilter.All, default);

        (await listing.Should().ThrowAsync<ActionableException>()).Which.Category.Should().Be(ErrorCategory.InvalidInput);
        File.Delete(place.Root);
    }

    [Theory]
    [InlineData(28, ErrorCategory.NoCapacity)]
    [InlineData(122, ErrorCategory.NoCapacity)]
    [InlineData(30, ErrorCategory.InvalidInput)]
    [InlineData(36, ErrorCategory.InvalidInput)]
    [InlineData(5, ErrorCategory.Unexpected)]
    public void Map_InputOrOutputError_GoesByItsNumber(int errno, ErrorCategory expected)
    {
        var error = LocalErrors.Map(new IOException("it failed", errno), "/x");

        error.Category.Should().Be(expected);
        error.Scope.Should().Be(expected == ErrorCategory.NoCapacity ? BlockedScope.Account : BlockedScope.Candidate);
    }

    [Fact]
    public void Map_OtherFailures_HaveTheirCategories()
    {
        LocalErrors.Map(new UnauthorizedAccessException(), "/x").Category.Should().Be(ErrorCategory.InvalidInput);
        LocalErrors.Map(new Win32Exception(11), "/x").Category.Should().Be(ErrorCategory.NoCapacity);
        LocalErrors.Map(new Win32Exception(8), "/x").Category.Should().Be(ErrorCategory.Unexpected);
    }

    [Theory]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(PathTooLongException))]
    [InlineData(typeof(DirectoryNotFoundException))]
    public void Map_UnusableDirectory_NamesPathAndInput(Type type) =>
        LocalErrors.Map((Exception)Activator.CreateInstance(type)!, "/some/where").Message.Should().StartWith("'/some/where' (input 'directory') ");

    [Theory]
    [InlineData(typeof(FormatException))]
    [InlineData(typeof(System.Text.Json.JsonException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(NullReferenceException))]
    public async Task GuardAsync_WhateverElseIsThrown_IsMapped(Type type)
    {
        var work = () => LocalErrors.GuardAsync<bool>("/x", () => throw (Exception)Activator.CreateInstance(type)!);

        var error = (await work.Should().ThrowAsync<ActionableException>()).Which;
        error.Category.Should().Be(ErrorCategory.Unexpected);
        error.InnerException.Should().BeOfType(type);
        error.VendorCode.Should().BeEmpty();
    }

    [Fact]
    public async Task GuardAsync_Cancelled_StaysACancellation() =>
        await FluentActions.Awaiting(() => LocalErrors.GuardAsync<bool>("/x", () => throw new OperationCanceledException())).Should().ThrowAsync<OperationCanceledException>();

    [Fact]
    public void Find_ProgramNotInThePath_SaysWhatToInstall()
    {
        var finding = () => LocalProcesses.Find("setsid", "/nonexistent:/proc");

        var error = finding.Should().Throw<ActionableException>().Which;
        error.Category.Should().Be(ErrorCategory.InvalidInput);
        error.ToUserText().Should().Be("This machine has no 'setsid' in its PATH. Install the packages bash and util-linux, or choose another provider.");
    }

    [Fact]
    public async Task CreateAsync_ProgramCannotBeStarted_LeavesNothing()
    {
        await using var place = new LocalUnderTest();
        var request = LocalUnderTest.Request("true");
        var noPath = new Dictionary<string, string> { ["PATH"] = "/nonexistent" };

        var creation = () => place.Connect().CreateAsync(request with { Bootstrap = request.Bootstrap with { Environment = noPath } }, default);

        await creation.Should().ThrowAsync<ActionableException>();
        Directory.GetFileSystemEntries(place.Root).Should().BeEmpty();
    }

    [Fact]
    public void AddLocal_Registry_GetsTheProvider()
    {
        var declaration = new ProviderRegistry().AddLocal().Declarations.Should().ContainSingle().Subject;

        declaration.Name.Should().Be("local");
        declaration.ConnectionOptions.Should().Be<LocalConnectionOptions>();
        declaration.MachineOptions.Should().Be<LocalMachineOptions>();
    }
}
