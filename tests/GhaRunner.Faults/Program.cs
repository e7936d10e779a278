using System.CommandLine;
using GhaRunner.Faults;
using GhaRunner.Faults.Running;
using GhaRunner.Faults.Schedules;
using GhaRunner.Faults.Worlds;
using GhaRunner.Steps;

var providers = new Option<string[]>("--provider") { Description = $"A provider, as often as wanted: {string.Join(", ", WorldCatalogue.Names)}. Default: all.", DefaultValueFactory = _ => [.. WorldCatalogue.Names] };
providers.AcceptOnlyFromAmong([.. WorldCatalogue.Names]);
var schedules = new Option<int>("--schedules") { Description = "How many pairs of faults to draw, over all providers.", DefaultValueFactory = _ => 200 };
var seed = new Option<int>("--seed") { Description = "Decides which pairs are drawn.", DefaultValueFactory = _ => 1 };
var singles = new Option<bool>("--singles") { Description = "Whether to run every single fault.", DefaultValueFactory = _ => true };
var replay = new Option<string>("--replay") { Description = "Runs one schedule, such as 'aws start@7=killed-after mapping=lost', and shows what the program printed.", DefaultValueFactory = _ => "" };
var without = new Option<string[]>("--without") { Description = "A net to switch off: post, stop or reap. What it should have taken is then reported.", DefaultValueFactory = _ => [] };
without.AcceptOnlyFromAmong("post", "stop", "reap");
var parallel = new Option<int>("--parallel") { Description = "How many schedules to run at a time; most of the time they wait.", DefaultValueFactory = _ => 12 * Environment.ProcessorCount };
var skipIdle = new Option<bool>("--skip-idle") { Description = "Leaves out the stages that have nothing to take: faster by a third." };
var program = new Option<string>("--program") { Description = "The built program.", DefaultValueFactory = _ => ProgramRun.Program };

var root = new RootCommand("Runs the program with every fault at every request of a start, a stop and a reaper's pass, and looks what is left.")
{
    providers, schedules, seed, singles, replay, without, skipIdle, parallel, program,
};
root.SetAction((arguments, _) => FaultsCommand.RunAsync(new FaultsOptions
{
    Providers = [.. arguments.GetValue(providers)!.Distinct()],
    Schedules = arguments.GetValue(schedules),
    Seed = arguments.GetValue(seed),
    Singles = arguments.GetValue(singles),
    Replay = arguments.GetValue(replay)!,
    Parallel = arguments.GetValue(parallel),
    Settings = new RunSettings
    {
        Program = Path.GetFullPath(arguments.GetValue(program)!),
        Without = [.. arguments.GetValue(without)!.Select(name => Words.Find<Stage>(name)!.Value)],
        SkipIdle = arguments.GetValue(skipIdle),
    },
}, Console.Out));
return await root.Parse(args).InvokeAsync();
