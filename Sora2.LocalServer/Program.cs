Console.WriteLine("sora2-server");
