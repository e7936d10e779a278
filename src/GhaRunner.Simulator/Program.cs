using GhaRunner.Simulator.Serve;

return args switch
{
    ["serve", .. var rest] => await ServeCommand.RunAsync(rest),
    _ => ServeCommand.Usage(),
};
