using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Library.Playback;
using Sora2.LocalServer.Planning.Memory;

namespace Sora2.LocalServer.Settings;

/// <summary>Gives the stages what the owner has decided, as it is at the moment they ask.</summary>
internal static class SettingsRegistration
{
    public static void AddSettings(this IServiceCollection services)
    {
        services.AddSingleton<SettingsFile>();
        services.AddSingleton<Func<JobOptions>>(static provider =>
        {
            var (options, settings) = (provider.GetRequiredService<JobOptions>(), provider.GetRequiredService<SettingsFile>());
            return () =>
            {
                var now = settings.Current;
                return options with { WorkerIdle = now.ModelIdle, DiskReserveBytes = now.DiskReserveBytes, Device = now.Device };
            };
        });
        services.AddSingleton<Func<MachineMemory>>(static provider =>
        {
            var settings = provider.GetRequiredService<SettingsFile>();
            return () => MachineMemory.Read().Limited(settings.Current.MemoryLimitBytes);
        });
        services.AddSingleton<Func<FramesOptions>>(static provider =>
        {
            var settings = provider.GetRequiredService<SettingsFile>();
            return () => new FramesOptions { BudgetBytes = settings.Current.FramesBytes };
        });
        services.AddSingleton<Func<ProofOptions>>(static provider =>
        {
            var settings = provider.GetRequiredService<SettingsFile>();
            return () => new ProofOptions { BudgetBytes = settings.Current.ProofsBytes };
        });
    }
}
