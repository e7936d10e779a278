using System.CommandLine;
using GhaRunner.Tooling;
using GhaRunner.Tooling.Sync;

var root = new RootCommand("Keeps the generated parts of the repository in step with the code.")
{
    SyncCommand.Create(Terminal.Output, Terminal.Error),
};
return await root.Parse(args).InvokeAsync();
