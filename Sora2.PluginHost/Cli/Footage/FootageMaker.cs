using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Deliveries;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Footage;

/// <summary>The way of a wish that hangs on clips: send them, look at them, ask, wait, fetch.</summary>
internal sealed class FootageMaker(Terminal terminal)
{
    /// <param name="clips">How each argument is called, and what was typed.</param>
    /// <param name="complete">Puts in what depends on the clips, such as times on them.</param>
    /// <returns>The command's exit code.</returns>
    public async Task<int> RunAsync(
        ShotTask task,
        IReadOnlyList<(string Argument, string Text)> clips,
        GenerateArguments typed,
        Action<GenerationRequest, InspectResponse> complete,
        CancellationToken cancellationToken)
    {
        var destination = await Destination.CheckAsync(typed.Out, typed.DeliverTo, typed.Into, cancellationToken);

        // What is wrong with the words shows before a large file is sent.
        RequestBuilder.Apply(typed, RequestBuilder.New());
        using var session = await ServerSession.OpenAsync(cancellationToken);
        var job = await ShotMaker.SubmitAsync(
            session,
            async uploads =>
            {
                var sources = new List<FootageSource>();
                foreach (var (argument, text) in clips)
                {
                    sources.Add(await FootageSource.OpenAsync(session, uploads, argument, text, cancellationToken));
                }

                var request = await FootageRequest.MakeAsync(task, sources, typed, uploads, cancellationToken);
                complete(request, sources[0].Facts);
                return request;
            },
            cancellationToken);
        return await new ShotMaker(terminal).FinishAsync(session, job.Id, destination, cancellationToken);
    }
}
