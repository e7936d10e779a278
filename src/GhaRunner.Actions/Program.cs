using GhaRunner.Actions;
using GhaRunner.Actions.Workflow;

// First of all: a signal that comes before this line is lost when this process is PID 1 of a container.
using var signals = Signals.Listen();
var environment = ProcessEnvironment.Read();
var terminal = Terminal.OfProcess();
var commands = new WorkflowCommands(terminal, environment.IsWorkflow);
var application = new Application(environment, commands, new FileCommands(environment, terminal, commands), ProcessEnvironment.IsPost, signals.Hurry);
try
{
    return await CommandLine.RunAsync(args, application.RunAsync, terminal.Writer, signals.Token);
}
catch (OperationCanceledException)
{
    return ExitCodes.Cancelled;
}
catch (Exception failure)
{
    application.Explain(failure);
    return ExitCodes.Of(failure);
}
