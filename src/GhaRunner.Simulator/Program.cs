using GhaRunner.Simulator;
using GhaRunner.Simulator.Demo;
using GhaRunner.Simulator.Serve;

switch (args)
{
    case ["serve", .. var rest]:
        return await ServeCommand.RunAsync(rest);
    case ["demo", .. var rest]:
        return await DemoCommand.RunAsync(rest);
    default:
        Terminal.Print(ServeCommand.UsageText);
        Terminal.Print(DemoOptions.UsageText);
        return 2;
}
