using System.CommandLine;
using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Cli.Commands;
using Sora2.PluginHost.Cli.Deliveries;
using Sora2.PluginHost.Cli.Footage;
using Sora2.PluginHost.Cli.Packs;
using Sora2.PluginHost.Cli.Premiere;
using Sora2.PluginHost.Cli.Resolve;
using Sora2.PluginHost.Cli.Settings;
using Sora2.PluginHost.Cli.Storyboards;

var root = new RootCommand("Makes shots with sound stems on this machine. Starts the local server when none runs.")
{
    CommandRunner.JsonOption,
    ServeCommand.Create(),
    StopCommand.Create(),
    GenerateCommand.Create(),
    GalleryCommand.Create(),
    ExtendCommand.Create(),
    FillCommand.Create(),
    EditCommand.Create(),
    RetakeCommand.Create(),
    StoryboardCommand.Create(),
    PromoteCommand.Create(),
    QueueCommand.Create(),
    WatchCommand.Create(),
    CancelCommand.Create(),
    DeliverCommand.Create(),
    DeliveryFolderCommand.Create(),
    ShotsCommand.Create(),
    ShowCommand.Create(),
    TitleCommand.Create(),
    OpenCommand.Create(),
    ModelsCommand.Create(),
    SettingsCommand.Create(),
    PremiereCommand.Create(),
    ResolveCommand.Create(),
    EndpointCommand.Create(),
    DoctorCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    new Terminal(parsed.GetValue(CommandRunner.JsonOption)).Refuse(
        new CliException(ExitCode.InvalidInput, "invalid_request", $"{string.Join(" ", parsed.Errors.Select(static error => error.Message))} See sora2 --help."));
    return ExitCode.InvalidInput;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
