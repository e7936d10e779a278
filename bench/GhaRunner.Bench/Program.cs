using GhaRunner.Bench;
using GhaRunner.Bench.Measurements;
using GhaRunner.Bench.Reporting;

// What an empty .NET program costs on this machine: this one, told to do nothing.
if (args is [StartUp.Nothing])
    return 0;

if (BenchOptions.Parse(args, Console.Error) is not { } options)
    return 2;

try
{
    var startUp = await StartUp.MeasureAsync(options);
    var deployments = await Deployment.MeasureAsync(options);
    var cloud = await CloudTraffic.MeasureAsync(options);
    var report = Report.Render(options, MachineShape.Read(), startUp, deployments, cloud);
    Console.Out.Write(report);
    if (options.Write is { } page)
        MarkdownRegion.Replace(page, report);
    return 0;
}
catch (BenchException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
